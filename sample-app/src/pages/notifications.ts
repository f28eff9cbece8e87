import { json, Refusal } from "../http/reply.ts";
import type { RouteTable } from "../http/routes.ts";
import type { Notifier } from "../jobs/job.ts";
import type { SessionStore } from "../security/sessions.ts";
import type { Notifications } from "../store/notifications.ts";
import { wholeNumber, writeId, writeIdPattern, writtenText } from "./fields.ts";
import { mustBeLoggedIn } from "./login.ts";

/** How long the list waits for what is on its way. */
const patienceMs = 8000;

/**
 * Asking that one's followers be notified, and the list of what was sent that a checker compares with: it waits until
 * nothing that was accepted is on its way any more.
 */
export function notificationRoutes(
  notifier: Notifier,
  notifications: Notifications,
  sessions: SessionStore,
): RouteTable {
  return {
    "POST /notifications": async (visit) => {
      const { userId } = await mustBeLoggedIn(visit, sessions);
      const fields = await visit.fields();
      const id = writeId(fields.id);
      const became = await notifier.notify({ id, userId, body: writtenText(fields, "body", 2000) });
      return json(became === "done" ? 201 : 202, { id, state: became });
    },

    "GET /notifications": async (visit) => {
      const prefix = visit.query.get("prefix") ?? "";
      if (prefix !== "" && !writeIdPattern.test(prefix.padEnd(8, "x"))) {
        throw new Refusal(400, "bad-prefix", "prefix: up to 64 of A-Z, a-z, 0-9, _ and -");
      }
      const after = wholeNumber(visit, "after", 0, 0, Number.MAX_SAFE_INTEGER);
      const limit = wholeNumber(visit, "limit", 1000, 1, 5000);
      if (after === 0) await notifier.settled(patienceMs);
      return json(200, await notifications.idsAfter(after, prefix, limit));
    },
  };
}
