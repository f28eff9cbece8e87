import { keyOf, type MeasureKey, type RunEvent } from "../model/event.ts";
import type { Action, Plan } from "../model/plan.ts";
import { keyedEvents } from "./step-data.ts";

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
