import { Refusal } from "../http/reply.ts";
import type { Visit } from "../http/visit.ts";
import type { Session, SessionStore } from "../security/sessions.ts";

/** Who is asking; a session id that *this* server does not know counts as nobody. */
export function whoIs(visit: Visit, sessions: SessionStore): Promise<Session | undefined> {
  return visit.sessionId === undefined ? Promise.resolve(undefined) : sessions.find(visit.sessionId);
}

/** @throws Refusal 401; `unknown-session` tells a lost session from never having logged in */
export async function mustBeLoggedIn(visit: Visit, sessions: SessionStore): Promise<Session> {
  const session = await whoIs(visit, sessions);
  if (session) return session;
  throw visit.sessionId === undefined
    ? new Refusal(401, "not-logged-in", "please log in")
    : new Refusal(401, "unknown-session", "please log in: this server does not know your session");
}
