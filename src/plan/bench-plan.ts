import { type BenchPart, type BenchWorkload, benchSteps } from "../model/bench.ts";
import type { Action, Plan, PlannedPhase } from "../model/plan.ts";
import type { Stage } from "../model/stage.ts";

export interface BenchShape {
  ratePerS: number;
  /** Half as long phases. */
  quick: boolean;
}

/** The standard workload: what the course's own labs let visitors and members do. */
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
      mix: [
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
      ],
    },
    phases: { warmupMs: 2000, baselineMs: phaseMs, faultMs: phaseMs, recoveryMs: phaseMs },
  };
}

/** Rounds of repeats over all stages, so that a slow drift of the host touches every stage alike. */
export function benchParts(stages: readonly string[], repeats: number): BenchPart[] {
  return Array.from({ length: repeats }, (_, repeat) => stages.map((stage) => ({ stage, repeat }))).flat();
}

/** A stage as it is typed: `name` or `name/variant`. */
export function stageWords({ name, variant }: Pick<Stage, "name" | "variant">): string {
  return variant === undefined ? name : `${name}/${variant}`;
}

const upDeadlineMs = 180_000;
const downDeadlineMs = 60_000;
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
export function partPlan(
  stage: Stage,
  repeat: number,
  workload: BenchWorkload,
  options: { run: string; seed: string; quick: boolean; createdAt: string },
): Plan {
  const words = stageWords(stage);
  const on = words.replace("/", "-"); // the alias is part of file and project names
  const { name, variant, files, entry, client, servers, images, standardFault } = stage;
  const phases = phasesOf(stage, workload);
  // no stage in the seed: every stage meets the very same arrivals
  const seed = (step: string) => `${options.seed}/${step}/${repeat}`;
  const actions: Action[] = [
    { kind: "stage-up", on, deadlineMs: upDeadlineMs },
    {
      kind: "measure",
      step: benchSteps.knee,
      on,
      repeat,
      seed: seed(benchSteps.knee),
      load: workload.knee,
      phases: [],
      deadlineMs: kneeDeadlineMs,
    },
    {
      kind: "measure",
      step: benchSteps.equalRate,
      on,
      repeat,
      seed: seed(benchSteps.equalRate),
      load: workload.equalRate,
      phases,
      ...(standardFault && { fault: { ...standardFault, params: {} } }),
      deadlineMs: phases.reduce((sum, phase) => sum + phase.ms, 0) + measureSlackMs,
    },
    { kind: "stage-down", on, deadlineMs: downDeadlineMs },
  ];
  return {
    format: 1,
    run: options.run,
    lab: "bench",
    title: { en: `Bench: ${words}, repeat ${repeat + 1}`, ko: `벤치: ${words}, ${repeat + 1}번째 반복` },
    seed: options.seed,
    quick: options.quick,
    createdAt: options.createdAt,
    stages: [
      {
        alias: on,
        stage: name,
        ...(variant !== undefined && { variant }),
        files,
        entry,
        client,
        servers,
        images,
      },
    ],
    actions,
    claims: [],
  };
}
