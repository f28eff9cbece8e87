import { randomBytes } from "node:crypto";

/** Who is logged in. */
export interface Session {
  userId: number;
  userName: string;
}

/** Where sessions live. Asynchronous, because they may live outside this process. */
export interface SessionStore {
  /** Returns the new session's id, the value of the `sid` cookie. @throws SessionsUnavailable */
  create(session: Session): Promise<string>;
  /** Finding is using: the session's time begins anew. @throws SessionsUnavailable */
  find(id: string): Promise<Session | undefined>;
  /** @throws SessionsUnavailable */
  end(id: string): Promise<void>;
  /** Resolves when the store answers. @throws SessionsUnavailable */
  ping(): Promise<void>;
  /** Lets go of what the store holds open. */
  close(): Promise<void>;
}

/** The store of sessions did not answer: who is asking cannot be known now. */
export class SessionsUnavailable extends Error {
  constructor(why: string, cause?: unknown) {
    super(`the session store is not available: ${why}`, { cause });
    this.name = "SessionsUnavailable";
  }
}

/** 192 random bits in 32 characters: nobody guesses one. */
export function newSessionId(): string {
  return randomBytes(24).toString("base64url");
}

/** What cannot be an id of ours need not be looked up anywhere. */
export function isSessionId(text: string): boolean {
  return /^[A-Za-z0-9_-]{32}$/.test(text);
}

/**
 * Sessions in this process's memory: quick, simple, unknown to any other process, gone when it stops.
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
      const id = newSessionId();
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
    ping: async () => {},
    close: async () => {},
  };
}
