import type { Lab, StepOf } from "../model/lab.ts";
import type { Action, Plan, PlannedStage } from "../model/plan.ts";
import type { Stage } from "../model/stage.ts";
import { plannedFault } from "./fault.ts";
import { plannedLoad } from "./load.ts";
import { plannedPhases } from "./phases.ts";
import { plannedStage } from "./planned-stage.ts";

export interface PlanOptions {
  run: string;
  seed: string;
  quick: boolean;
  /** The clock's word, passed in so that a plan is a pure value. */
  createdAt: string;
  /** Only these measuring steps; all when absent. */
  steps?: readonly string[];
}

type MeasureStep = StepOf<"measure">;

const upDeadlineMs = 180_000;
const downDeadlineMs = 60_000;
const measureSlackMs = 60_000;
const peakDeadlineMs = 240_000;

/** How often a step is measured on each of its stages. */
function repeatsOf(step: MeasureStep, lab: Lab, quick: boolean): number {
  return quick ? Math.min(step.repeats, lab.quick.repeats) : step.repeats;
}

function measureAction(
  step: MeasureStep,
  on: string,
  repeat: number,
  lab: Lab,
  options: PlanOptions,
): Action {
  const load = plannedLoad(lab, step.load, options.quick);
  const phases = load.kind === "peak" ? [] : plannedPhases(step, lab.quick, options.quick);
  const fault = plannedFault(step, on);
  const lastsMs = load.kind === "peak" ? peakDeadlineMs : phases.reduce((sum, phase) => sum + phase.ms, 0);
  return {
    kind: "measure",
    step: step.id,
    on,
    repeat,
    // not the stage's name: every stage gets the very same arrivals
    seed: `${options.seed}/${step.id}/${repeat}`,
    load,
    phases,
    ...(fault && { fault }),
    deadlineMs: lastsMs + measureSlackMs,
  };
}

function plannedStages(
  lab: Lab,
  stages: ReadonlyMap<string, Stage>,
  used: ReadonlySet<string>,
): PlannedStage[] {
  return lab.stages
    .filter(({ alias }) => used.has(alias))
    .map(({ alias }) => {
      const found = stages.get(alias);
      if (!found) throw new Error(`stage ${alias} was not read`);
      return plannedStage(alias, found);
    });
}

/**
 * Decides everything a run will do: in each round of repeats every stage comes up fresh, in the lab's order,
 * is measured by the steps that name it, and goes down; so repeats of different stages are interleaved.
 */
export function makePlan(lab: Lab, stages: ReadonlyMap<string, Stage>, options: PlanOptions): Plan {
  const steps = lab.steps.filter(
    (step): step is MeasureStep =>
      step.kind === "measure" && (options.steps === undefined || options.steps.includes(step.id)),
  );
  const rounds = Math.max(0, ...steps.map((step) => repeatsOf(step, lab, options.quick)));
  const actions: Action[] = [];
  for (let repeat = 0; repeat < rounds; repeat++) {
    for (const { alias } of lab.stages) {
      const due = steps.filter(
        (step) => step.on.includes(alias) && repeatsOf(step, lab, options.quick) > repeat,
      );
      if (due.length === 0) continue;
      actions.push({ kind: "stage-up", on: alias, deadlineMs: upDeadlineMs });
      for (const step of due) actions.push(measureAction(step, alias, repeat, lab, options));
      actions.push({ kind: "stage-down", on: alias, deadlineMs: downDeadlineMs });
    }
  }
  const used = new Set(actions.map((action) => action.on));
  return {
    format: 1,
    run: options.run,
    lab: lab.id,
    title: lab.title,
    seed: options.seed,
    quick: options.quick,
    createdAt: options.createdAt,
    stages: plannedStages(lab, stages, used),
    actions,
    claims: lab.claims,
  };
}
