import cluster, { type Worker } from "node:cluster";
import { setTimeout as sleep } from "node:timers/promises";
import type { Config } from "../config.ts";
import { createRespawn } from "./respawn.ts";

/** What a worker may need beyond its own bounds before it is killed. */
const graceMs = 3000;

/**
 * Looks after `config.workers` processes that share one port: the system gives this process the connections, and it
 * hands them out in turn. One that dies is replaced. SIGTERM and SIGINT are passed on, and stopping is each worker's own.
 * @returns the exit code, once every worker has ended: 0 after a signal, 1 when they died at once again and again
 */
export function lookAfterWorkers(config: Config, log: (line: string) => void): Promise<number> {
  const respawn = createRespawn(config.workers);
  const alive = new Set<Worker>();
  const pauses = new AbortController();
  let code: number | undefined;

  return new Promise((resolve) => {
    const stop = (signal: NodeJS.Signals, exitCode: number): void => {
      if (code === undefined) {
        code = exitCode;
        pauses.abort();
        const bound = config.drainMs + config.stopTimeoutMs + graceMs;
        setTimeout(() => {
          for (const worker of alive) worker.process.kill("SIGKILL");
        }, bound).unref();
      }
      for (const worker of alive) worker.process.kill(signal);
      if (alive.size === 0) resolve(code);
    };

    const start = (): void => {
      const worker = cluster.fork();
      let serving: number | undefined;
      alive.add(worker);
      worker.on("listening", () => {
        serving = performance.now();
      });
      const ended = (how: string): void => {
        if (!alive.delete(worker)) return;
        if (code !== undefined) {
          if (alive.size === 0) resolve(code);
          return;
        }
        log(`worker ${worker.process.pid} ended (${how})`);
        const next = respawn(serving === undefined ? undefined : performance.now() - serving);
        if (next === "give-up") {
          log("giving up: workers end at once, again and again");
          stop("SIGTERM", 1);
          return;
        }
        sleep(next.afterMs, undefined, { signal: pauses.signal }).then(start, () => {});
      };
      worker.on("exit", (status, signal) => ended(String(signal ?? status)));
      // one that could not even be started has no exit
      worker.on("error", (thrown) => ended(thrown.message));
    };

    process.on("SIGTERM", (signal) => stop(signal, 0));
    process.on("SIGINT", (signal) => stop(signal, 0));
    for (let n = 0; n < config.workers; n++) start();
  });
}
