import type { SessionRecord } from "../model/load-records.ts";
import { type Found, found, missing, quotient } from "./figure.ts";
import { recordsOf, type StepData } from "./step-data.ts";

/** What became of logged-in users' requests. */
export interface SessionFindings {
  accepted: number;
  refused: number;
  /** Users with at least one answered request. */
  users: number;
  /** Of those, users who were asked to log in again at least once. */
  lostUsers: number;
}

/** Checks a history of logged-in requests; unanswered ones say nothing about the session. */
export function checkSessions(history: readonly SessionRecord[]): SessionFindings {
  const answered = history.filter((one) => one.result !== "unknown");
  const refused = answered.filter((one) => one.result === "refused");
  return {
    accepted: answered.length - refused.length,
    refused: refused.length,
    users: new Set(answered.map((one) => one.user)).size,
    lostUsers: new Set(refused.map((one) => one.user)).size,
  };
}

/** Shares of refused requests and of users who lost their session, by phase. */
export function sessions(data: StepData): Found[] {
  const history = recordsOf(data, "session").filter((one) => one.phase !== "warmup");
  return data.spans.flatMap(({ phase }) => {
    const part = phase === "all" ? history : history.filter((one) => one.phase === phase);
    const { accepted, refused, users, lostUsers } = checkSessions(part);
    const lacking = "no request of a logged-in user was answered in this phase";
    return [
      quotient("sessions.refused_ratio", phase, refused, accepted + refused, lacking),
      quotient("sessions.lost_ratio", phase, lostUsers, users, lacking),
      users > 0 ? found("sessions.lost", phase, lostUsers, users) : missing("sessions.lost", phase, lacking),
    ];
  });
}
