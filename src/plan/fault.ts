import type { LabFault } from "../model/lab.ts";
import type { PlannedFault } from "../model/plan.ts";

/** The fault as it strikes one stage. */
export function plannedFault(fault: LabFault, on: string): PlannedFault {
  return {
    kind: fault.kind,
    target: fault.targets.byStage[on] ?? fault.targets.default,
    params: fault.params,
  };
}
