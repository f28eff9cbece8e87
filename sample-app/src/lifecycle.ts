import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import type { App } from "./app.ts";
import type { Config } from "./config.ts";
import { migrate, migratedText } from "./schema/migrate.ts";
import { DatabaseUnavailable } from "./store/database.ts";

const retryMs = 200;

/** Listens; resolves when connections are taken. */
export async function listen(app: App, port: number, host: string): Promise<void> {
  app.server.listen(port, host);
  await once(app.server, "listening");
}

/**
 * Prepares the database, trying until it works or `signal` aborts: servers start together, and the database is
 * often the last to be up. Says each reason once.
 */
export async function prepare(
  app: App,
  config: Config,
  log: (line: string) => void,
  signal: AbortSignal,
): Promise<void> {
  let said = "";
  while (!app.life.prepared && !signal.aborted) {
    try {
      const migrated = await migrate(app.database, config);
      app.life.prepared = true;
      log(`database prepared: ${migratedText(migrated)}`);
    } catch (thrown) {
      const reason = thrown instanceof Error ? thrown.message : String(thrown);
      if (reason !== said) log(`waiting for the database: ${reason}`);
      said = reason;
      // a statement that fails once fails always: ask again, but rarely
      await sleep(thrown instanceof DatabaseUnavailable ? retryMs : 10 * retryMs, undefined, {
        signal,
      }).catch(() => {});
    }
  }
}

/**
 * An orderly stop: health says 503 while we still serve (so that a balancer looks away), then no new connections,
 * then the requests in flight, each step within its bound. Calling it again waits for the same stop.
 */
export function createStop(
  app: App,
  times: { drainMs: number; stopTimeoutMs: number },
  log: (line: string) => void,
): () => Promise<void> {
  let stopping: Promise<void> | undefined;
  const stop = async (): Promise<void> => {
    app.life.draining = true;
    log(`stopping: draining for ${times.drainMs} ms`);
    await sleep(times.drainMs);
    const closed = app.server.listening ? once(app.server, "close") : Promise.resolve();
    app.server.close();
    const cut = setTimeout(() => {
      log(`stopping: cutting what took longer than ${times.stopTimeoutMs} ms`);
      app.server.closeAllConnections();
    }, times.stopTimeoutMs);
    await closed;
    clearTimeout(cut);
    app.cache.close();
    // whoever is silent, a database or a broker, must not keep us
    const silent = new AbortController();
    await Promise.race([
      Promise.allSettled([
        app.notifier?.close(),
        app.sessions.close(),
        app.events.close(),
        app.database.close(),
      ]),
      sleep(1000, undefined, { signal: silent.signal }).catch(() => {}),
    ]);
    silent.abort();
    log("stopped");
  };
  return () => {
    stopping ??= stop();
    return stopping;
  };
}
