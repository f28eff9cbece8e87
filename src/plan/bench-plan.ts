import { type BenchPart, type BenchWorkload, benchSteps } from "../model/bench.ts";
import type { Plan, PlannedPhase } from "../model/plan.ts";
import type { Stage } from "../model/stage.ts";
import { type Measuring, type PartRun, partPlan, stageWords } from "./part-plan.ts";

export interface BenchShape {
  ratePerS: number;
  /** Half as long phases. */
  quick: boolean;
}

/** What the course's own labs let visitors and members do. */
export const browseMix: BenchWorkload["equalRate"]["mix"] = [
  {
    journey: "visitor",
    weight: 3,
    steps: [
      { kind: "get", path: "/" },
      { kind: "think", ms: 300 },
      { kind: "get", path: "/feed" },
    ],
  },
  {
    journey: "member",
    weight: 1,
    steps: [
      { kind: "login", user: "any" },
      { kind: "get", path: "/me" },
      { kind: "post", path: "/posts", ledger: "posts" },
      { kind: "get", path: "/me" },
    ],
  },
];

/** The standard workload of a bench. */
export function benchWorkload({ ratePerS, quick }: BenchShape): BenchWorkload {
  const phaseMs = quick ? 5000 : 10_000;
  return {
    knee: {
      kind: "peak",
      name: "knee",
      path: "/feed",
      stopAt: { p99Ms: 500, errorRatio: 0.01 },
      stepMs: quick ? 1500 : 3000,
    },
    equalRate: {
      kind: "open",
      name: "browse",
      ratePerS,
      arrivals: "poisson",
      mix: browseMix,
    },
    phases: { warmupMs: 2000, baselineMs: phaseMs, faultMs: phaseMs, recoveryMs: phaseMs },
  };
}

/** Rounds of repeats over all stages, so that a slow drift of the host touches every stage alike. */
export function benchParts(stages: readonly string[], repeats: number): BenchPart[] {
  return Array.from({ length: repeats }, (_, repeat) => stages.map((stage) => ({ stage, repeat }))).flat();
}

const measureSlackMs = 60_000;
const kneeDeadlineMs = 300_000;

/** Without a fault of its own a stage is measured in its steady state only. */
function phasesOf(stage: Stage, { phases }: BenchWorkload): PlannedPhase[] {
  const steady: PlannedPhase[] = [
    { name: "warmup", ms: phases.warmupMs },
    { name: "baseline", ms: phases.baselineMs },
  ];
  if (!stage.standardFault) return steady;
  return [...steady, { name: "fault", ms: phases.faultMs }, { name: "recovery", ms: phases.recoveryMs }];
}

/** One part of a bench as a run of its own: up, knee, equal rate with the standard fault, down. */
export function benchPlan(stage: Stage, repeat: number, workload: BenchWorkload, run: PartRun): Plan {
  const { standardFault } = stage;
  const words = stageWords(stage);
  const phases = phasesOf(stage, workload);
  // no stage in the seed: every stage meets the very same arrivals
  const seed = (step: string) => `${run.seed}/${step}/${repeat}`;
  const measuring: Measuring[] = [
    {
      step: benchSteps.knee,
      repeat,
      seed: seed(benchSteps.knee),
      load: workload.knee,
      phases: [],
      deadlineMs: kneeDeadlineMs,
    },
    {
      step: benchSteps.equalRate,
      repeat,
      seed: seed(benchSteps.equalRate),
      load: workload.equalRate,
      phases,
      ...(standardFault && { fault: { ...standardFault, params: {} } }),
      deadlineMs: phases.reduce((sum, phase) => sum + phase.ms, 0) + measureSlackMs,
    },
  ];
  const title = { en: `Bench: ${words}, repeat ${repeat + 1}`, ko: `벤치: ${words}, ${repeat + 1}번째 반복` };
  return partPlan(stage, measuring, { of: "bench", title }, run);
}
