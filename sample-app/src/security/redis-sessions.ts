import {
  isSessionId,
  newSessionId,
  type Session,
  type SessionStore,
  SessionsUnavailable,
} from "./sessions.ts";

export interface RedisConfig {
  host: string;
  port: number;
  /** Of the default user; empty: none. */
  password: string;
  /** For connecting, and for each command. */
  timeoutMs: number;
}

const longestRetryMs = 1000;
const keyOf = (id: string): string => `session:${id}`;

/**
 * Sessions in Redis: every server that asks the same one knows them, and they outlive each of them.
 * One connection, opened now and again after each loss, by itself. While there is none, asking fails at once; an
 * answer that does not come within the time limit fails, too, and costs the connection, which may be dead.
 */
export async function createRedisSessions(
  config: RedisConfig & { ttlMs: number },
  log: (line: string) => void,
): Promise<SessionStore> {
  // only a server that keeps its sessions there pays for loading the client
  const { createClient } = await import("./redis-client.ts");
  let said = "";
  const say = (line: string): void => {
    if (line !== said) log(`session store: ${line}`);
    said = line;
  };

  const connect = () => {
    const made = createClient({
      socket: {
        host: config.host,
        port: config.port,
        connectTimeout: config.timeoutMs,
        // some spread, so that servers do not come back all at once
        reconnectStrategy: (retries) =>
          Math.min(50 * 2 ** Math.min(retries, 10), longestRetryMs) * (0.75 + Math.random() / 4),
      },
      ...(config.password === "" ? {} : { password: config.password }),
      RESP: 2,
      disableOfflineQueue: true,
      disableClientInfo: true,
      // we time each command ourselves, from outside
      commandOptions: { timeout: 0 },
    });
    let greeting: NodeJS.Timeout | undefined;
    made.on("connect", () => {
      // who takes a connection and then says nothing is as good as away
      greeting = setTimeout(() => replace(made), config.timeoutMs).unref();
    });
    made.on("ready", () => {
      clearTimeout(greeting);
      say("connected");
    });
    made.on("error", (thrown: NodeJS.ErrnoException) => {
      clearTimeout(greeting);
      say(thrown.code ?? thrown.message);
    });
    made.connect().catch(() => {});
    return made;
  };
  type Client = ReturnType<typeof connect>;
  let closed = false;
  const replace = (silent: Client): void => {
    if (silent !== client || closed) return;
    say(`no answer within ${config.timeoutMs} ms`);
    client = connect();
    silent.destroy();
  };
  let client: Client = connect();

  const ask = async <T>(job: (client: Client) => Promise<T>): Promise<T> => {
    const asked = client;
    if (!asked.isReady) throw new SessionsUnavailable("not connected");
    let timer: NodeJS.Timeout | undefined;
    const deadline = new Promise<never>((_, reject) => {
      timer = setTimeout(() => {
        reject(new SessionsUnavailable(`no answer within ${config.timeoutMs} ms`));
        replace(asked);
      }, config.timeoutMs);
    });
    try {
      return await Promise.race([job(asked), deadline]);
    } catch (thrown) {
      if (thrown instanceof SessionsUnavailable) throw thrown;
      throw new SessionsUnavailable(thrown instanceof Error ? thrown.message : String(thrown), thrown);
    } finally {
      clearTimeout(timer);
    }
  };

  return {
    async create(session) {
      const id = newSessionId();
      const expiration = { type: "PX", value: config.ttlMs } as const;
      await ask((redis) => redis.set(keyOf(id), JSON.stringify(session), { expiration }));
      return id;
    },
    async find(id) {
      if (!isSessionId(id)) return undefined;
      // reads and prolongs at one go
      const held = await ask((redis) => redis.getEx(keyOf(id), { type: "PX", value: config.ttlMs }));
      return held === null ? undefined : (JSON.parse(held) as Session);
    },
    async end(id) {
      if (isSessionId(id)) await ask((redis) => redis.del(keyOf(id)));
    },
    async ping() {
      await ask((redis) => redis.ping());
    },
    async close() {
      closed = true;
      client.destroy();
    },
  };
}
