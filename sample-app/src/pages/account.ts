import { json, Refusal, type Reply, seeOther } from "../http/reply.ts";
import type { RouteTable } from "../http/routes.ts";
import type { Visit } from "../http/visit.ts";
import type { Passwords } from "../security/password.ts";
import type { SessionStore } from "../security/sessions.ts";
import type { Users } from "../store/users.ts";
import { credentials } from "./fields.ts";
import { mustBeLoggedIn } from "./login.ts";

/** Sign-up, log-in, log-out, and who am I. */
export function accountRoutes(
  users: Users,
  passwords: Passwords,
  sessions: SessionStore,
  base: string,
): RouteTable {
  // a site below a path keeps its cookie there: another site of the same host has its own
  const cookie = (value: string, more = ""): string =>
    `sid=${value}; Path=${base || "/"}; HttpOnly; SameSite=Lax${more}`;
  const loggedIn = async (visit: Visit, status: number, userId: number, userName: string): Promise<Reply> => {
    const headers = { "set-cookie": cookie(await sessions.create({ userId, userName })) };
    return visit.wantsHtml ? seeOther(`${base}/feed`, headers) : json(status, { user: userName }, headers);
  };

  return {
    "POST /signup": async (visit) => {
      const { name, password } = credentials(await visit.fields());
      const userId = await users.add(name, await passwords.hash(password));
      if (userId === undefined) throw new Refusal(409, "name-taken", `the name ${name} is taken`);
      return loggedIn(visit, 201, userId, name);
    },
    "POST /login": async (visit) => {
      const { name, password } = credentials(await visit.fields());
      const user = await users.named(name);
      if (!(await passwords.verify(password, user?.passwordHash)) || !user) {
        throw new Refusal(401, "wrong-credentials", "there is no such name with that password");
      }
      return loggedIn(visit, 200, user.id, user.name);
    },
    "POST /logout": async (visit) => {
      if (visit.sessionId !== undefined) await sessions.end(visit.sessionId);
      const headers = { "set-cookie": cookie("", "; Max-Age=0") };
      return visit.wantsHtml ? seeOther(`${base}/`, headers) : json(200, { user: null }, headers);
    },
    "GET /me": async (visit) => json(200, { user: (await mustBeLoggedIn(visit, sessions)).userName }),
  };
}
