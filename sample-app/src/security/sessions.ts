import { randomBytes } from "node:crypto";

/** Who is logged in. */
export interface Session {
  userId: number;
  userName: string;
}

/** Where sessions live. Asynchronous, because they may live outside this process. */
export interface SessionStore {
  /** Returns the new session's id, the value of the `sid` cookie. */
  create(session: Session): Promise<string>;
  find(id: string): Promise<Session | undefined>;
  end(id: string): Promise<void>;
}

/**
 * Sessions in this process's memory: quick, simple, unknown to any other server, gone when it stops.
 * Bounded: the one unused for longest makes room. A session ends `ttlMs` after its last use.
 */
export function createMemorySessions(
  options: { max: number; ttlMs: number },
  now: () => number = Date.now,
): SessionStore {
  // a Map keeps the order of insertion: re-inserting on use makes its first entry the one unused for longest
  const sessions = new Map<string, { session: Session; expires: number }>();
  return {
    async create(session) {
      const id = randomBytes(24).toString("base64url");
      sessions.set(id, { session, expires: now() + options.ttlMs });
      if (sessions.size > options.max) sessions.delete(sessions.keys().next().value!);
      return id;
    },
    async find(id) {
      const held = sessions.get(id);
      if (!held) return undefined;
      sessions.delete(id);
      if (held.expires <= now()) return undefined;
      held.expires = now() + options.ttlMs;
      sessions.set(id, held);
      return held.session;
    },
    async end(id) {
      sessions.delete(id);
    },
  };
}
