import type { Address } from "../environment.ts";
import { type Client, clientOf } from "./client.ts";
import { createSentinels } from "./sentinels.ts";

export interface RedisConfig {
  host: string;
  port: number;
  /** Of the default user; empty: none. */
  password: string;
  /** For connecting, and for each command. */
  timeoutMs: number;
  /** Who knows where the primary is; without any it is `host`. */
  sentinels: { addresses: Address[]; group: string };
}

/** Redis did not answer. */
export class RedisUnavailable extends Error {
  constructor(why: string, cause?: unknown) {
    super(why, { cause });
    this.name = "RedisUnavailable";
  }
}

/** A connection that looks after itself. */
export interface RedisLink {
  /** @throws RedisUnavailable at once while there is no connection, or after the time limit */
  ask<T>(job: (client: Client) => Promise<T>): Promise<T>;
  close(): void;
}

const watchMs = 1000;

/**
 * One connection, opened now and again after each loss, by itself. While there is none, asking fails at once; an
 * answer that does not come within the time limit fails, too, and costs the connection, which may be dead.
 * With Sentinels each new connection goes to the server that they call the primary, and is left when they name another.
 */
export async function createRedisLink(
  config: RedisConfig,
  what: string,
  log: (line: string) => void,
): Promise<RedisLink> {
  // only a server that asks Redis pays for loading the client
  const { createClient } = await import("./redis-client.ts");
  const { addresses, group } = config.sentinels;
  const sentinels = addresses.length > 0 ? createSentinels(addresses, group, config.timeoutMs) : undefined;
  const silence = `no answer within ${config.timeoutMs} ms`;
  let said = "";
  const say = (line: string): void => {
    if (line !== said) log(`${what}: ${line}`);
    said = line;
  };

  const connect = (): Client => {
    const made = clientOf(createClient, {
      ...config,
      ...(sentinels && { host: "the primary", lookup: sentinels.lookup }),
    });
    let greeting: NodeJS.Timeout | undefined;
    made.on("connect", () => {
      // who takes a connection and then says nothing is as good as away
      greeting = setTimeout(() => replace(made, silence), config.timeoutMs).unref();
    });
    made.on("ready", () => {
      clearTimeout(greeting);
      say(sentinels ? `connected to the primary, ${sentinels.last()}` : "connected");
    });
    made.on("error", (thrown: NodeJS.ErrnoException) => {
      clearTimeout(greeting);
      say(thrown.code ?? thrown.message);
    });
    made.connect().catch(() => {});
    return made;
  };
  let closed = false;
  const replace = (old: Client, why: string): void => {
    if (old !== client || closed) return;
    say(why);
    client = connect();
    old.destroy();
  };
  let client = connect();

  // a primary that was replaced may still be there, and take what nobody will ever read again
  const stopWatching = sentinels?.watch(watchMs, (address) =>
    replace(client, `the primary is ${address} now`),
  );

  return {
    async ask(job) {
      const asked = client;
      if (!asked.isReady) throw new RedisUnavailable("not connected");
      let timer: NodeJS.Timeout | undefined;
      const deadline = new Promise<never>((_, reject) => {
        timer = setTimeout(() => {
          reject(new RedisUnavailable(silence));
          replace(asked, silence);
        }, config.timeoutMs);
      });
      try {
        return await Promise.race([job(asked), deadline]);
      } catch (thrown) {
        if (thrown instanceof RedisUnavailable) throw thrown;
        throw new RedisUnavailable(thrown instanceof Error ? thrown.message : String(thrown), thrown);
      } finally {
        clearTimeout(timer);
      }
    },
    close() {
      closed = true;
      stopWatching?.();
      client.destroy();
    },
  };
}
