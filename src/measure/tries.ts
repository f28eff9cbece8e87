import { keyOf, type MeasureKey, type RunEvent } from "../model/event.ts";
import type { Action, Plan } from "../model/plan.ts";
import { eventsOf, keyedEvents } from "./step-data.ts";

/** Everything that was recorded of one step that tries commands, on one stage in one repeat. */
export interface TryData {
  key: MeasureKey;
  action: Extract<Action, { kind: "try" }>;
  events: RunEvent[];
}

/** Sorts a run's record by the plan's steps that try commands, in the plan's order. */
export function splitTries(plan: Plan, events: readonly RunEvent[]): TryData[] {
  const eventsOfKey = keyedEvents(events);
  return plan.actions.flatMap((action) => {
    if (action.kind !== "try") return [];
    const key = keyOf(action);
    return [{ key, action, events: eventsOfKey(key) }];
  });
}

/** Why a step has no usable record; nothing when it came to its end. */
export function tryAbortion(
  data: Pick<TryData, "events">,
): { state: "never-run" | "aborted"; text: string } | undefined {
  const ended = eventsOf(data, "measure-ended").at(-1);
  const started = eventsOf(data, "measure-started").length > 0;
  if (!started && !ended) return { state: "never-run", text: "this step was not run" };
  if (ended?.ok) return undefined;
  const why = ended ? `: ${ended.reason ?? "no reason given"}` : " before its end";
  return { state: "aborted", text: `the step was broken off${why}` };
}
