import { type MatrixPart, type MatrixWorkload, matrixStep, type Strike } from "../model/matrix.ts";
import type { Plan } from "../model/plan.ts";
import type { Stage } from "../model/stage.ts";
import { type BenchShape, browseMix } from "./bench-plan.ts";
import { type PartRun, partPlan, stageWords } from "./part-plan.ts";

/** Never shortened: an outage of the same length would be a larger share of it, and the verdict another. */
const faultMs = 10_000;
/** How often a member who stays comes back: often enough to be there before, in and after the fault. */
const checks = 5;

/**
 * The standard workload, and members who stay: sessions of a bench's members are over in a moment, so that hardly
 * one is there to be lost when the fault strikes.
 */
export function matrixWorkload({ ratePerS, quick }: BenchShape): MatrixWorkload {
  const visit = { kind: "think", ms: faultMs / 2 } as const;
  const stays = Array.from({ length: checks }, () => [visit, { kind: "get", path: "/me" } as const]).flat();
  return {
    load: {
      kind: "open",
      name: "browse",
      ratePerS,
      arrivals: "poisson",
      mix: [
        // twice a bench's weights, so that log-ins are about as frequent as there
        ...browseMix.map((one) => ({ ...one, weight: one.weight * 2 })),
        { journey: "resident", weight: 1, steps: [{ kind: "login", user: "any" }, ...stays] },
      ],
    },
    // what was struck has to start again: recovery gets twice the time
    phases: {
      warmupMs: 5000,
      baselineMs: quick ? 5000 : 10_000,
      faultMs,
      recoveryMs: quick ? 10_000 : 20_000,
    },
  };
}

/** Rounds of repeats; in each, a fault strikes one stage after the other. */
export function matrixParts(
  faults: readonly string[],
  stages: readonly string[],
  repeats: number,
): MatrixPart[] {
  return Array.from({ length: repeats }, (_, repeat) =>
    faults.flatMap((fault) => stages.map((stage) => ({ stage, fault, repeat }))),
  ).flat();
}

const measureSlackMs = 120_000;

/**
 * One cell in one repeat as a run of its own. The stage comes up fresh for it: so its figures do not depend on
 * which faults struck before, nor on where an interrupted matrix went on.
 */
export function cellPlan(
  stage: Stage,
  { fault, repeat }: Pick<MatrixPart, "fault" | "repeat">,
  { kind, target, params }: Strike & { kind: string },
  workload: MatrixWorkload,
  run: PartRun,
): Plan {
  const { warmupMs, baselineMs, faultMs, recoveryMs } = workload.phases;
  const what = `${fault} on ${stageWords(stage)}`;
  const title = {
    en: `Matrix: ${what}, repeat ${repeat + 1}`,
    ko: `매트릭스: ${stageWords(stage)}에 ${fault}, ${repeat + 1}번째 반복`,
  };
  return partPlan(
    stage,
    [
      {
        step: matrixStep,
        repeat,
        // neither stage nor fault in the seed: every cell meets the very same arrivals
        seed: `${run.seed}/${matrixStep}/${repeat}`,
        load: workload.load,
        phases: [
          { name: "warmup", ms: warmupMs },
          { name: "baseline", ms: baselineMs },
          { name: "fault", ms: faultMs },
          { name: "recovery", ms: recoveryMs },
        ],
        fault: { kind, target, params },
        deadlineMs: warmupMs + baselineMs + faultMs + recoveryMs + measureSlackMs,
      },
    ],
    { of: "matrix", title },
    run,
  );
}
