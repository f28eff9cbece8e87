import { Refusal } from "../http/reply.ts";
import type { Visit } from "../http/visit.ts";
import { type Session, type SessionStore, SessionsUnavailable } from "../security/sessions.ts";

/**
 * Who is asking, for pages that are for everybody: a session id that *this* server does not know counts as nobody, and
 * so does everybody while the session store is away.
 */
export async function whoIs(visit: Visit, sessions: SessionStore): Promise<Session | undefined> {
  if (visit.sessionId === undefined) return undefined;
  try {
    return await sessions.find(visit.sessionId);
  } catch (thrown) {
    if (thrown instanceof SessionsUnavailable) return undefined;
    throw thrown;
  }
}

/**
 * @throws Refusal 401; `unknown-session` tells a lost session from never having logged in
 * @throws SessionsUnavailable
 */
export async function mustBeLoggedIn(visit: Visit, sessions: SessionStore): Promise<Session> {
  if (visit.sessionId === undefined) throw new Refusal(401, "not-logged-in", "please log in");
  const session = await sessions.find(visit.sessionId);
  if (session) return session;
  throw new Refusal(401, "unknown-session", "please log in: this server does not know your session");
}
