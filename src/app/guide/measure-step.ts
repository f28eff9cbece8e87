import { recordOf, scored } from "../../guide/walk.ts";
import { LabError } from "../../model/errors.ts";
import type { Lab, Step } from "../../model/lab.ts";
import type { ClaimVerdict } from "../../model/verdict.ts";
import type { Prediction } from "../../model/walk.ts";
import { claimViews } from "../../report/claim-view.ts";
import { doubtLines } from "../../report/doubts.ts";
import type { FinishedRun } from "../../report/finished-run.ts";
import type { ClaimView, StepView } from "../../report/report-view.ts";
import { stepViews } from "../../report/step-view.ts";
import type { Language } from "../../text/language.ts";
import { labWithStages } from "../catalog.ts";
import { measureLab, type Onlooker } from "../run-lab.ts";
import type { AppContext } from "../session.ts";
import { claimsAbout, stepsOf, together } from "./evidence.ts";
import { keep, look, type OpenWalk } from "./open-walk.ts";
import { predictionsFile, settledBy } from "./predictions.ts";

/** The command that does the same in another terminal: whatever it measures counts for the walk as well. */
export function commandFor(
  { shown: { lab }, progress: { seed } }: OpenWalk,
  step: string,
  quick: boolean,
): string {
  return `./lab run ${lab.number}${quick ? " --quick" : ""} --step ${step} --seed ${seed}`;
}

/** The lab as it is measured: what a step only looks at is measured like any other. */
function measurable(lab: Lab): Lab {
  const steps = lab.steps.map((step): Step => {
    if (step.kind !== "observe") return step;
    const { id, hints, treats, load, forMs } = step;
    const on = [step.on ?? lab.stages[0]!.alias];
    return { id, hints, treats, kind: "measure", load, forMs, on, repeats: 1 };
  });
  return { ...lab, steps };
}

/**
 * Measures one step in a run of its own, with the learner's seed, and scores what the learner had guessed. The claims
 * of that run are those that rest on this step alone. Throws LabError("interrupted") when it was stopped.
 */
export async function measureStep(
  context: AppContext,
  open: OpenWalk,
  step: string,
  options: Onlooker & { quick: boolean },
): Promise<OpenWalk> {
  const { stages } = await labWithStages(context.root, open.shown.lab.id);
  const lab = measurable(open.shown.lab);
  const { run } = await measureLab(
    context,
    { lab, stages },
    {
      ...options,
      seed: open.progress.seed,
      steps: [step],
      claims: lab.claims.filter((claim) => stepsOf(claim).every((one) => one === step)),
      drawTargets: true,
      onFinished(finished, write) {
        const runs = new Map([...open.runs, [step, finished] as const]);
        const all = settledBy(step, lab, open.walk, new Set(runs.keys()), together(runs));
        if (all.length > 0) write(predictionsFile, all);
      },
    },
  );
  if (context.signal.aborted) throw new LabError("interrupted", "stopped while a step was measured");
  const seen = await look(context, open);
  if (seen.runs.get(step)?.plan.run !== run.plan.run) {
    throw new LabError(
      "stage",
      `the step ${step} was not measured: ${run.verdict.reasons[0] ?? "see its record"}`,
      {
        problems: run.events.flatMap((event) => (event.type === "problem" ? [{ what: event.text }] : [])),
        next: `its record is ${run.verdict.runDir}; ./lab next tries again`,
      },
    );
  }
  return settle(context, seen, step);
}

/** Scores guesses that were not scored yet: a second measurement does not change what was believed before the first. */
export async function settle(context: AppContext, open: OpenWalk, step: string): Promise<OpenWalk> {
  const fresh = predictionsAbout(open, step).filter((one) => {
    const before = recordOf(open.walk, one.id).scored;
    return before === undefined || before.value === null;
  });
  return fresh.length === 0 ? open : keep(context, open, scored(open.walk, fresh));
}

/** The learner's guesses that rest on a step, beside what was measured. */
export function predictionsAbout({ shown: { lab }, walk, runs }: OpenWalk, step: string): Prediction[] {
  return settledBy(step, lab, walk, new Set(runs.keys()), together(runs));
}

/** What a step has shown, in the reader's words. */
export interface Shown {
  run: FinishedRun;
  table: StepView[];
  claims: ClaimView[];
  verdicts: ClaimVerdict[];
  predictions: Prediction[];
  doubts: string[];
}

/** What the learner's run of a step has shown; nothing when there is none. */
export function shownBy(open: OpenWalk, step: string, language: Language): Shown | undefined {
  const run = open.runs.get(step);
  if (!run) return undefined;
  const { lab } = open.shown;
  const verdicts = claimsAbout(lab, step, open.runs);
  const drawn = lab.steps.some((one) => one.kind === "measure" && one.id === step && one.fault?.drawn);
  const own = ofStep(drawn ? withoutTargets(run) : run, step);
  return {
    run,
    table: stepViews(own, language),
    claims: claimViews({ ...run.verdict, claims: verdicts }, language),
    verdicts,
    predictions: predictionsAbout(open, step),
    doubts: doubtLines(own.measurements, language),
  };
}

/** A run of the whole lab as if it had measured one step. */
function ofStep(run: FinishedRun, step: string): FinishedRun {
  const actions = run.plan.actions.filter(
    (action) => (action.kind === "measure" || action.kind === "try") && action.step === step,
  );
  const unsound = run.measurements.unsound.filter((one) => one.step === step);
  return { ...run, plan: { ...run.plan, actions }, measurements: { ...run.measurements, unsound } };
}

/** Whom the fault struck is for the learner to find out. */
function withoutTargets(run: FinishedRun): FinishedRun {
  const actions = run.plan.actions.map((action) => {
    if (action.kind !== "measure") return action;
    const { fault: _, ...rest } = action;
    return rest;
  });
  return {
    ...run,
    plan: { ...run.plan, actions },
    events: run.events.filter((event) => event.type !== "fault"),
  };
}
