import { createRedisLink, type RedisConfig, type RedisLink, RedisUnavailable } from "../redis/link.ts";
import {
  isSessionId,
  newSessionId,
  type Session,
  type SessionStore,
  SessionsUnavailable,
} from "./sessions.ts";

const keyOf = (id: string): string => `session:${id}`;

/** Sessions in Redis: every server that asks the same one knows them, and they outlive each of them. */
export async function createRedisSessions(
  config: RedisConfig & { ttlMs: number },
  log: (line: string) => void,
): Promise<SessionStore> {
  const link = await createRedisLink(config, "session store", log);
  const ask: RedisLink["ask"] = async (job) => {
    try {
      return await link.ask(job);
    } catch (thrown) {
      throw thrown instanceof RedisUnavailable ? new SessionsUnavailable(thrown.message, thrown) : thrown;
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
      link.close();
    },
  };
}
