import type { StepOf } from "../model/lab.ts";
import type { PlannedFault } from "../model/plan.ts";
import { createRandom } from "../model/seed.ts";
import type { Stage } from "../model/stage.ts";

/** One target for the whole step, so that its stages can be compared; only where each of them could have been struck. */
function drawnTarget(step: StepOf<"measure">, stage: Stage | undefined, seed: string): string | undefined {
  const drawn = step.fault?.drawn;
  const names = stage?.servers.flatMap((server) => [server.name, ...server.services]) ?? [];
  if (!drawn?.every((name) => names.includes(name))) return undefined;
  return drawn[createRandom(seed, "target", step.id).int(drawn.length)];
}

/** What happens to one stage in the fault phase: the fault as it strikes there, or a server that joins. */
export function plannedFault(
  step: StepOf<"measure">,
  on: string,
  drawn?: { seed: string; stage: Stage | undefined },
): PlannedFault | undefined {
  const { fault, joins } = step;
  const joining = joins?.[on];
  if (joining !== undefined) return { kind: "join", target: joining, params: {} };
  if (!fault) return undefined;
  return {
    kind: fault.kind,
    target:
      (drawn && drawnTarget(step, drawn.stage, drawn.seed)) ??
      fault.targets.byStage[on] ??
      fault.targets.default,
    params: fault.params,
  };
}
