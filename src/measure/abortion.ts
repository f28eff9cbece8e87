import { eventsOf, type StepData } from "./step-data.ts";

/** Why a step has no usable record. */
export interface Abortion {
  state: "never-run" | "impossible" | "aborted";
  text: string;
}

/** What a step's events say of it; nothing when it came to its end. `what` it is: a measurement, a step. */
export function withoutEnd(data: Pick<StepData, "events">, what: string): Abortion | undefined {
  const ended = eventsOf(data, "measure-ended").at(-1);
  const started = eventsOf(data, "measure-started").length > 0;
  if (!started && !ended) return { state: "never-run", text: "this step was not run" };
  if (ended?.impossible)
    return { state: "impossible", text: ended.reason ?? "this step cannot be done here" };
  if (!ended) return { state: "aborted", text: `the ${what} did not come to its end` };
  if (!ended.ok)
    return { state: "aborted", text: `the ${what} was aborted: ${ended.reason ?? "no reason given"}` };
  return undefined;
}

/** Why a measuring step has no usable record at all: also when the load generator did not close its own. */
export function abortion(data: StepData): Abortion | undefined {
  const broken = withoutEnd(data, "measurement");
  if (broken) return broken;
  const why = data.records.find((record) => record.kind === "error");
  if (why) return { state: "aborted", text: `the load generator failed: ${why.what}` };
  const closing = data.action.load.kind === "peak" ? "peak" : "end";
  if (data.records.some((record) => record.kind === closing)) return undefined;
  return { state: "aborted", text: "the load generator's record breaks off" };
}
