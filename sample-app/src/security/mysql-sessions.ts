import type { Queries } from "../store/database.ts";
import { isSessionId, newSessionId, type Session, type SessionStore } from "./sessions.ts";

const sweepMs = 60_000;
const mostSweptAtOnce = 1000;

/**
 * Sessions in a table of the database: every server on it knows them, and each look-up is one more query of it.
 * Expired rows count as gone at once; each process deletes them once a minute. A session is prolonged when a tenth of
 * its time has passed, so that not every page becomes a write: it ends `ttlMs` after its last use, or a tenth earlier.
 * The database's clock counts, so that servers need not agree on the time.
 */
export function createMysqlSessions(
  database: Pick<Queries, "rows" | "write" | "text">,
  options: { ttlMs: number },
): SessionStore {
  const ttlUs = options.ttlMs * 1000;
  const sweep = setInterval(() => {
    const sql = `DELETE FROM sessions WHERE expires_at <= NOW(3) LIMIT ${mostSweptAtOnce}`;
    // the next sweep makes up for one that failed
    database.write(sql).catch(() => {});
  }, sweepMs);
  sweep.unref();
  return {
    async create(session) {
      const id = newSessionId();
      await database.write(
        `INSERT INTO sessions (id, user_id, user_name, expires_at) VALUES (?, ?, ?, NOW(3) + INTERVAL ${ttlUs} MICROSECOND)`,
        [id, session.userId, session.userName],
      );
      return id;
    },
    async find(id) {
      if (!isSessionId(id)) return undefined;
      const [held] = await database.rows<Session & { fresh: number }>(
        `SELECT user_id AS userId, user_name AS userName,
           expires_at > NOW(3) + INTERVAL ${Math.trunc(ttlUs * 0.9)} MICROSECOND AS fresh
         FROM sessions WHERE id = ? AND expires_at > NOW(3)`,
        [id],
      );
      if (!held) return undefined;
      if (!held.fresh) {
        await database.write(
          `UPDATE sessions SET expires_at = NOW(3) + INTERVAL ${ttlUs} MICROSECOND WHERE id = ?`,
          [id],
        );
      }
      return { userId: held.userId, userName: held.userName };
    },
    async end(id) {
      if (isSessionId(id)) await database.write("DELETE FROM sessions WHERE id = ?", [id]);
    },
    async ping() {
      await database.text("DO 0");
    },
    async close() {
      clearInterval(sweep);
    },
  };
}
