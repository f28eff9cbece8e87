import { LabError } from "../model/errors.ts";
import { faultKind } from "../model/fault.ts";
import type { RunningStage } from "../model/stage.ts";
import { type Blow, type BlowResult, checkBlow } from "./blow.ts";
import { type BreakerOptions, requireSteady, withBreaker } from "./breaker.ts";
import type { AppContext } from "./session.ts";
import { stagesUp } from "./up.ts";

export interface BreakOptions extends BreakerOptions {
  /** Break it although the steady state does not hold. */
  anyway?: boolean;
}

/** Breaks a stage that is up for a while, shows what users see, and heals it. */
export async function breakStage(
  context: AppContext,
  blow: Blow,
  options: BreakOptions,
): Promise<BlowResult> {
  if (faultKind(blow.kind)?.stepOnly) {
    throw new LabError("usage", `${blow.kind} is part of a lab's steps: it cannot be had by hand`, {
      next: "./lab faults",
    });
  }
  return withBreaker(
    context,
    options,
    async (breaker) => {
      if (!options.anyway) await requireSteady(breaker);
      return breaker.strike(blow);
    },
    (stage) => checkBlow(stage, blow),
  );
}

/** Servers and zones, and the services of servers that have several: one alone is its server. */
function plainTargets({ servers, zones }: RunningStage): string[] {
  const names = servers.flatMap(({ name, containers }) => [
    name,
    ...(containers.length > 1 ? containers.map((one) => one.service) : []),
  ]);
  return [...names, ...Object.keys(zones ?? {})];
}

/** Stages that are up, with the names that a fault can be aimed at. */
export function targetsUp(root: string, run?: string): { run: string; stage: string; targets: string[] }[] {
  return stagesUp(root)
    .filter((one) => run === undefined || one.run === run)
    .map((one) => ({ run: one.run, stage: one.stage.alias, targets: plainTargets(one.stage) }));
}
