import type { Quick, StepOf } from "../model/lab.ts";
import type { PlannedPhase } from "../model/plan.ts";

/** Long enough for connections to be opened and code to be compiled; never counted. */
const warmupMs = 2000;
/** Shorter phases than this hold too few requests to say anything. */
const shortestMs = 1000;
const defaultLengthMs = 10_000;

/** The phases of a measuring step, scaled for `--quick`. */
export function plannedPhases(step: StepOf<"measure">, quick: Quick, isQuick: boolean): PlannedPhase[] {
  const scaled = (ms: number) =>
    isQuick && ms > 0 ? Math.max(shortestMs, Math.round(ms * quick.phases)) : ms;
  const warmup: PlannedPhase = { name: "warmup", ms: warmupMs };
  if (!step.phases) return [warmup, { name: "baseline", ms: scaled(step.forMs ?? defaultLengthMs) }];
  const { baselineMs, faultMs, recoveryMs } = step.phases;
  const phases: PlannedPhase[] = [
    warmup,
    { name: "baseline", ms: scaled(baselineMs) },
    { name: "fault", ms: scaled(faultMs) },
    { name: "recovery", ms: scaled(recoveryMs) },
  ];
  return phases.filter((phase) => phase.ms > 0);
}
