import type { SessionRecord } from "../model/load-records.ts";
import { faultTimes } from "./fault-times.ts";
import { type Found, found, missing } from "./figure.ts";
import { recordsOf, type StepData } from "./step-data.ts";

/** Refusals that a stage always has are its own, not the fault's: at most this share of a kind may be refused before. */
const habitShare = 0.05;

/** Whether the server that had logged the user in was asked, or another one. */
const kindOf = (one: SessionRecord): "own" | "other" => (one.server === one.issuedBy ? "own" : "other");

/** Users whom a fault made log in again, among those with an answer after it. */
export function lostAfter(
  history: readonly SessionRecord[],
  orderedMs: number,
): { users: number; lost: number } {
  const answered = history.filter((one) => one.result !== "unknown" && one.phase !== "warmup");
  const before = answered.filter((one) => one.intendedMs < orderedMs);
  const habitual = (["own", "other"] as const).filter((kind) => {
    const asked = before.filter((one) => kindOf(one) === kind);
    return asked.filter((one) => one.result === "refused").length > habitShare * asked.length;
  });
  const after = answered.filter((one) => one.intendedMs >= orderedMs);
  const lost = after.filter((one) => one.result === "refused" && !habitual.includes(kindOf(one)));
  return {
    users: new Set(after.map((one) => one.user)).size,
    lost: new Set(lost.map((one) => one.user)).size,
  };
}

/** Sessions that the fault cost, from its order to the end of the step. */
export function lostSessions(data: StepData): Found[] {
  const history = recordsOf(data, "session");
  if (!data.action.fault || history.length === 0) return [];
  const metric = "sessions.lost_to_fault";
  const orderedMs = faultTimes(data)?.orderedMs;
  if (orderedMs === undefined)
    return [missing(metric, "all", "the record does not say when the fault was ordered")];
  const { users, lost } = lostAfter(history, orderedMs);
  return [
    users > 0
      ? found(metric, "all", lost, users)
      : missing(metric, "all", "no request of a logged-in user was answered after the fault was ordered"),
  ];
}
