import { longestMs, overrunMs } from "../model/commands.ts";
import type { Lab, Localized, StepOf } from "../model/lab.ts";
import type { Action, Plan, PlannedStage } from "../model/plan.ts";
import type { Stage } from "../model/stage.ts";
import { withAgain } from "./again.ts";
import { plannedCommands } from "./commands.ts";
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
  /** Only these steps that measure or try; all when absent. */
  steps?: readonly string[];
  /** Draws the faults' targets by the seed, where the lab lets them be drawn: the guided walk. */
  drawTargets?: boolean;
  /** What the lab's texts tell after each measurement, by step. */
  after?: Readonly<Record<string, Localized>>;
}

type MeasureStep = StepOf<"measure">;
type TryStep = StepOf<"try">;

const upDeadlineMs = 180_000;
const downDeadlineMs = 60_000;
const measureSlackMs = 60_000;
const peakDeadlineMs = 240_000;

/** How often a step is measured on each of its stages. */
function repeatsOf(step: MeasureStep | TryStep, lab: Lab, quick: boolean): number {
  return quick ? Math.min(step.repeats, lab.quick.repeats) : step.repeats;
}

function measureAction(
  step: MeasureStep,
  on: string,
  repeat: number,
  lab: Lab,
  options: PlanOptions,
  stage: Stage | undefined,
): Action {
  const load = plannedLoad(lab, step.load, options.quick);
  const phases = load.kind === "peak" ? [] : plannedPhases(step, lab.quick, options.quick);
  const drawn = options.drawTargets ? { seed: options.seed, stage } : undefined;
  const fault = plannedFault(step, on, drawn);
  const commands = plannedCommands(step.commands ?? [], on);
  const phasesMs = phases.reduce((sum, phase) => sum + phase.ms, 0) + overrunMs(phases, commands);
  const lastsMs = load.kind === "peak" ? peakDeadlineMs : phasesMs;
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
    ...(commands.length > 0 && { commands }),
    deadlineMs: lastsMs + measureSlackMs,
  };
}

function tryAction(step: TryStep, on: string, repeat: number): Action {
  const commands = plannedCommands(step.commands, on);
  const lastsMs = commands.reduce((sum, command) => sum + longestMs(command), 0);
  return { kind: "try", step: step.id, on, repeat, commands, deadlineMs: lastsMs + measureSlackMs };
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
 * is measured (or tried) by the steps that name it, and goes down; so repeats of different stages are interleaved.
 * The second measurements of A/A controls come in the last round.
 */
export function makePlan(lab: Lab, stages: ReadonlyMap<string, Stage>, options: PlanOptions): Plan {
  const steps = lab.steps.filter(
    (step): step is MeasureStep | TryStep =>
      (step.kind === "measure" || step.kind === "try") &&
      (options.steps === undefined || options.steps.includes(step.id)),
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
      for (const step of due)
        actions.push(
          step.kind === "try"
            ? tryAction(step, alias, repeat)
            : measureAction(step, alias, repeat, lab, options, stages.get(alias)),
        );
      actions.push({ kind: "stage-down", on: alias, deadlineMs: downDeadlineMs });
    }
  }
  const planned = withAgain(actions, lab.claims);
  const used = new Set(actions.map((action) => action.on));
  const told = Object.entries(options.after ?? {}).filter(([id]) => steps.some((step) => step.id === id));
  return {
    format: 1,
    run: options.run,
    lab: lab.id,
    title: lab.title,
    seed: options.seed,
    quick: options.quick,
    createdAt: options.createdAt,
    stages: plannedStages(lab, stages, used),
    actions: planned,
    claims: lab.claims,
    ...(told.length > 0 && { after: Object.fromEntries(told) }),
  };
}
