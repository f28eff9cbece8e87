import type { Localized } from "../model/lab.ts";
import type { Action, Plan } from "../model/plan.ts";
import type { Stage } from "../model/stage.ts";
import { plannedStage } from "./planned-stage.ts";

const upDeadlineMs = 180_000;
const downDeadlineMs = 60_000;

/** A stage as it is typed: `name` or `name/variant`. */
export function stageWords({ name, variant }: Pick<Stage, "name" | "variant">): string {
  return variant === undefined ? name : `${name}/${variant}`;
}

/** Who measures a part, and when. */
export interface PartRun {
  run: string;
  seed: string;
  quick: boolean;
  createdAt: string;
}

/** A measuring action before it is told its stage. */
export type Measuring = Omit<Extract<Action, { kind: "measure" }>, "kind" | "on">;

/** A run of its own on one stage: up, the measuring steps, down. */
export function partPlan(
  stage: Stage,
  measuring: readonly Measuring[],
  part: { of: "bench" | "matrix"; title: Localized },
  { run, seed, quick, createdAt }: PartRun,
): Plan {
  const on = stageWords(stage).replace("/", "-"); // the alias is part of file and project names
  return {
    format: 1,
    run,
    lab: part.of,
    title: part.title,
    seed,
    quick,
    createdAt,
    stages: [plannedStage(on, stage)],
    actions: [
      { kind: "stage-up", on, deadlineMs: upDeadlineMs },
      ...measuring.map((one): Action => ({ kind: "measure", on, ...one })),
      { kind: "stage-down", on, deadlineMs: downDeadlineMs },
    ],
    claims: [],
  };
}
