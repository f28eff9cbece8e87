import type { Outcome } from "../model/load.ts";
import type { SessionRecord, WriteRecord } from "../model/load-records.ts";
import type { Reply } from "./http/reply.ts";
import type { RequestStep } from "./journeys.ts";

/** How a request ended for the user. `loggedIn`: this user's log-in succeeded before. */
export function outcomeOf(step: RequestStep, reply: Reply, loggedIn: boolean): Outcome {
  if (reply.failure) return reply.failure;
  if (loggedIn && step.kind !== "login" && (reply.status === 401 || reply.status === 403)) return "refused";
  if (reply.status >= 200 && reply.status < 400) return "ok";
  // "there is no such post" is an answer, which the read-your-writes check judges
  if (step.kind === "read" && reply.status === 404) return "ok";
  return "http-error";
}

/** Whether a write was applied, as far as its answer tells. */
export function writeResult(reply: Reply): WriteRecord["result"] {
  if (reply.failure) return reply.sent ? "indeterminate" : "rejected";
  if (reply.status < 400) return "acknowledged";
  // "no space left" is the storage's own word: nothing was kept
  if (reply.status === 507) return "rejected";
  // a gateway's 5xx may stand for a write that the server behind it did apply
  return reply.status < 500 ? "rejected" : "indeterminate";
}

/** Whether the server knew the session. */
export function sessionResult(outcome: Outcome): SessionRecord["result"] {
  if (outcome === "ok") return "accepted";
  return outcome === "refused" ? "refused" : "unknown";
}

/** What a failed request is told apart by: the status, or the socket's own words. */
export function detailOf(reply: Reply): string {
  return reply.failure ? reply.detail : `status ${reply.status}`;
}
