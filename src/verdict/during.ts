import { isAgain } from "../model/again.ts";
import type { Claim, FigurePlace } from "../model/lab.ts";
import type { Measurements } from "../model/measurement.ts";
import { metricNamed } from "../model/metrics.ts";
import type { FigureKey } from "./figure.ts";

/** The figure of one side of a claim, or why it cannot be told which one is meant. */
export type ResolvedFigure = FigureKey | { reason: string };

/**
 * Fills in what a claim leaves out of a side: the only step that measured the metric on its stages (the only one that
 * was planned on them when none did), and the metric's own phase, or the whole of a step that has no such phase.
 * `stages` are those that the claim speaks of: all its sides are looked for in one step.
 */
export function resolveFigure(
  { metric }: Claim,
  { on, of, during }: FigurePlace,
  stages: readonly string[],
  all: Measurements,
): ResolvedFigure {
  const rows = all.measurements.filter(
    (row) => row.metric === metric && stages.includes(row.on) && !isAgain(row.step),
  );
  const withPhase = (step: string): FigureKey => {
    const own = during?.phase ?? metricNamed(metric)?.phase ?? "all";
    const there = during?.phase || rows.some((row) => row.step === step && row.phase === own);
    return { metric, on, ...(of !== undefined && { of }), during: { step, phase: there ? own : "all" } };
  };
  if (during) return withPhase(during.step);
  const measured = rows.filter((row) => row.value !== null);
  const steps = [...new Set((measured.length > 0 ? measured : rows).map((row) => row.step))];
  if (steps.length === 1) return withPhase(steps[0]!);
  const where = stages.join(" and ");
  return {
    reason:
      steps.length === 0
        ? `${metric} was not measured on ${where}`
        : `${metric} was measured on ${where} in ${steps.join(", ")}: the claim must say which`,
  };
}
