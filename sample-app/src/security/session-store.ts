import type { Config } from "../config.ts";
import type { Database } from "../store/database.ts";
import { createMysqlSessions } from "./mysql-sessions.ts";
import { createRedisSessions } from "./redis-sessions.ts";
import { createMemorySessions, type SessionStore } from "./sessions.ts";

/** The store that the configuration names. */
export async function createSessionStore(
  { sessions, redis }: Pick<Config, "sessions" | "redis">,
  database: Database,
  log: (line: string) => void,
): Promise<SessionStore> {
  if (sessions.store === "redis") return createRedisSessions({ ...redis, ttlMs: sessions.ttlMs }, log);
  if (sessions.store === "mysql") return createMysqlSessions(database, sessions);
  return createMemorySessions(sessions);
}
