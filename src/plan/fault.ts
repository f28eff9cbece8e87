import type { StepOf } from "../model/lab.ts";
import type { PlannedFault } from "../model/plan.ts";

/** What happens to one stage in the fault phase: the fault as it strikes there, or a server that joins. */
export function plannedFault({ fault, joins }: StepOf<"measure">, on: string): PlannedFault | undefined {
  const joining = joins?.[on];
  if (joining !== undefined) return { kind: "join", target: joining, params: {} };
  if (!fault) return undefined;
  return {
    kind: fault.kind,
    target: fault.targets.byStage[on] ?? fault.targets.default,
    params: fault.params,
  };
}
