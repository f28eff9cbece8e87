import type { RunEvent } from "../model/event.ts";
import type { Measurements } from "../model/measurement.ts";
import type { Plan } from "../model/plan.ts";
import type { LabVerdict } from "../model/verdict.ts";

/** Everything a report is made of: what the run's folder holds. */
export interface FinishedRun {
  plan: Plan;
  verdict: LabVerdict;
  measurements: Measurements;
  events: readonly RunEvent[];
}
