import type { Claim, During } from "../model/lab.ts";
import type { Measurements } from "../model/measurement.ts";
import { metricNamed } from "../model/metrics.ts";

/** The step and phase a claim speaks of, or why that cannot be told. */
export type ResolvedDuring = { during: Required<During> } | { reason: string };

/**
 * Fills in what a claim leaves out: the only step that measured the metric on these stages (the only one that
 * was planned on them when none did), and the metric's own phase, or the whole of a step that has no such phase.
 */
export function resolveDuring(claim: Claim, stages: readonly string[], all: Measurements): ResolvedDuring {
  const rows = all.measurements.filter((row) => row.metric === claim.metric && stages.includes(row.on));
  const withPhase = (step: string): ResolvedDuring => {
    const own = claim.during?.phase ?? metricNamed(claim.metric)?.phase ?? "all";
    const there = claim.during?.phase || rows.some((row) => row.step === step && row.phase === own);
    return { during: { step, phase: there ? own : "all" } };
  };
  if (claim.during) return withPhase(claim.during.step);
  const measured = rows.filter((row) => row.value !== null);
  const steps = [...new Set((measured.length > 0 ? measured : rows).map((row) => row.step))];
  if (steps.length === 1) return withPhase(steps[0]!);
  const where = stages.join(" and ");
  return {
    reason:
      steps.length === 0
        ? `${claim.metric} was not measured on ${where}`
        : `${claim.metric} was measured on ${where} in ${steps.join(", ")}: the claim must say which`,
  };
}
