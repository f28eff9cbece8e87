import type { Lab, Question, Step, StepOf } from "../model/lab.ts";
import { metricNamed, type Unit } from "../model/metrics.ts";
import type { ByHand, Evidence, LabWalk, Need, Prediction, Refusal, StepRecord } from "../model/walk.ts";
import { isAnswer, isFigure, judgeAnswer, readGuess } from "./read-answer.ts";

/** What came of a learner's deed: the walk as it is now, or why it stays where it was. */
export interface Outcome {
  walk: LabWalk;
  refusal?: Refusal;
  /** Of a question: whether the answer was right. Both are let through. */
  right?: boolean;
}

/** A walk that begins. */
export function newWalk(lab: Lab, startedAt: string): LabWalk {
  return { at: lab.steps[0]!.id, startedAt, steps: {} };
}

/** The step that the learner stands at: the first open one when the lab no longer has that step. */
export function currentStep(lab: Lab, walk: LabWalk): Step {
  const found = lab.steps.find((step) => step.id === walk.at);
  return found ?? lab.steps.find((step) => !isDone(walk, step.id)) ?? lab.steps.at(-1)!;
}

export const recordOf = (walk: LabWalk, step: string): StepRecord => walk.steps[step] ?? {};

export const isDone = (walk: LabWalk, step: string): boolean => recordOf(walk, step).state !== undefined;

/** True when every step is behind the learner. */
export const isOver = (lab: Lab, walk: LabWalk): boolean => lab.steps.every((step) => isDone(walk, step.id));

function withRecord(walk: LabWalk, step: string, change: StepRecord): LabWalk {
  return { ...walk, steps: { ...walk.steps, [step]: { ...recordOf(walk, step), ...change } } };
}

const passed = (walk: LabWalk, step: string, change: StepRecord = {}): Outcome => ({
  walk: withRecord(walk, step, { ...change, state: "passed" }),
});

function refused(walk: LabWalk, step: string, refusal: Refusal): Outcome {
  const misses = (recordOf(walk, step).misses ?? 0) + 1;
  return { walk: withRecord(walk, step, { misses }), refusal };
}

/** The unit in which a prediction is made: a comparison is a multiple. */
export function unitOf({ metric, subject }: Pick<StepOf<"predict">, "metric" | "subject">): Unit {
  return subject?.comparedWith ? "times" : (metricNamed(metric)?.unit ?? "count");
}

/** What has to happen before the step that the learner stands at is passed. */
export function needOf(lab: Lab, walk: LabWalk, evidence: Evidence): Need {
  if (isOver(lab, walk) && walk.endedAt !== undefined && walk.at === lab.steps.at(-1)!.id)
    return { kind: "end" };
  const step = currentStep(lab, walk);
  if (isDone(walk, step.id)) return { kind: "go-on" };
  switch (step.kind) {
    case "read":
    case "show":
      return { kind: "go-on" };
    case "explain":
      // whoever had a measurement made up for is not held up by its explanation
      return evidence[step.step] || recordOf(walk, step.step).state === "skipped"
        ? { kind: "go-on" }
        : { kind: "run", step: step.step };
    case "predict":
      return { kind: "guess", ask: step.ask, unit: unitOf(step), options: step.options };
    case "measure":
    case "try":
    case "observe": {
      const own = evidence[step.id];
      if (!own) return { kind: "run", step: step.id };
      return own.asked ? { kind: "figure", figure: own.asked } : { kind: "go-on" };
    }
    case "verify":
      if (step.equals.fact === "answer" || evidence[step.equals.step]) return { kind: "answer" };
      return { kind: "run", step: step.equals.step };
    case "ask": {
      const open = openQuestion(step, recordOf(walk, step.id));
      return open ? { kind: "question", ...open } : { kind: "go-on" };
    }
    case "stopwatch":
      return { kind: "by-hand" };
    case "do":
      return { kind: "do" };
  }
}

/** The next question: one that depends on a wrong answer is left out after a right one. */
function openQuestion(
  step: StepOf<"ask">,
  { answers = {} }: StepRecord,
): { question: Question; nth: number; of: number } | undefined {
  const due = step.questions.filter(
    ({ id, ifWrong }) => answers[id] || ifWrong === undefined || answers[ifWrong]?.right === false,
  );
  const question = due.find(({ id }) => !answers[id]);
  return question && { question, nth: due.indexOf(question) + 1, of: due.length };
}

/** Takes what the learner typed for whatever the step needs. Nothing passes that was not asked for. */
export function answer(lab: Lab, walk: LabWalk, evidence: Evidence, text: string): Outcome {
  const step = currentStep(lab, walk);
  const need = needOf(lab, walk, evidence);
  switch (need.kind) {
    case "guess": {
      // whoever has none goes on without one, and is not scored
      if (text.trim() === "-") return passed(walk, step.id);
      const read = readGuess(text, need);
      return "refusal" in read
        ? { walk, refusal: read.refusal }
        : passed(walk, step.id, { guess: read.value });
    }
    case "figure": {
      const is = isFigure(text, need.figure);
      if (is === undefined) return { walk, refusal: "not-a-number" };
      const { run } = evidence[step.id]!;
      return is ? passed(walk, step.id, { run }) : refused(walk, step.id, "other-figure");
    }
    case "answer":
      return isVerified(step as StepOf<"verify">, evidence, text)
        ? passed(walk, step.id)
        : refused(walk, step.id, "wrong");
    case "question": {
      const { question } = need;
      const judged = judgeAnswer(text, question);
      if ("refusal" in judged) return { walk, refusal: judged.refusal };
      const answers = {
        ...recordOf(walk, step.id).answers,
        [question.id]: { given: text.trim(), right: judged.value },
      };
      const next = withRecord(walk, step.id, { answers });
      const left = openQuestion(step as StepOf<"ask">, recordOf(next, step.id));
      return { ...(left ? { walk: next } : passed(next, step.id)), right: judged.value };
    }
    default:
      return { walk, refusal: "nothing-to-answer" };
  }
}

function isVerified({ equals }: StepOf<"verify">, evidence: Evidence, text: string): boolean {
  if (equals.fact === "answer") return isAnswer(text, equals.answer);
  const missing = evidence[equals.step]?.missing ?? [];
  const named = text.split(/[\s,]+/).filter(Boolean);
  return missing.length > 0 && [...new Set(named)].sort().join() === missing.join();
}

/** A command that the step asks for was carried out (or was not). */
export function done(lab: Lab, walk: LabWalk, evidence: Evidence, worked: boolean): Outcome {
  const { id } = currentStep(lab, walk);
  if (needOf(lab, walk, evidence).kind !== "do") return { walk, refusal: "nothing-to-answer" };
  return worked ? passed(walk, id) : refused(walk, id, "not-done");
}

/** What was done by hand passes when users were served again. */
export function doneByHand(lab: Lab, walk: LabWalk, evidence: Evidence, result: ByHand): Outcome {
  const { id } = currentStep(lab, walk);
  if (needOf(lab, walk, evidence).kind !== "by-hand") return { walk, refusal: "nothing-to-answer" };
  if (result.mendedS === null) return refused(withRecord(walk, id, { byHand: result }), id, "not-mended");
  return passed(walk, id, { byHand: result });
}

/** One step further. Nobody gets past a step that needs something. */
export function goOn(lab: Lab, walk: LabWalk, evidence: Evidence, now: string): Outcome {
  const need = needOf(lab, walk, evidence);
  if (need.kind !== "go-on") return { walk, refusal: "not-done" };
  const step = currentStep(lab, walk);
  const behind = isDone(walk, step.id) ? walk : passed(walk, step.id).walk;
  const at = lab.steps.indexOf(step) + 1;
  const next = lab.steps[at];
  if (next) return { walk: { ...behind, at: next.id } };
  // whoever went back and left something out is led to it before the end
  const open = lab.steps.find((one) => !isDone(behind, one.id));
  if (open) return { walk: { ...behind, at: open.id } };
  return { walk: { ...behind, at: step.id, endedAt: behind.endedAt ?? now } };
}

/** Guesses that a measurement has settled. */
export function scored(walk: LabWalk, predictions: readonly Prediction[]): LabWalk {
  return predictions.reduce((so, one) => withRecord(so, one.id, { scored: one }), walk);
}

/** One more hint: its name, or nothing when there is none left. */
export function hint(lab: Lab, walk: LabWalk): { walk: LabWalk; hint: string | undefined } {
  const step = currentStep(lab, walk);
  const shown = recordOf(walk, step.id).hints ?? 0;
  const next = step.hints[shown];
  if (next === undefined) return { walk, hint: undefined };
  return { walk: withRecord(walk, step.id, { hints: shown + 1 }), hint: next };
}

/** To another step: back at any time, ahead only past steps that are done. `step` is the first that is not. */
export function goTo(lab: Lab, walk: LabWalk, to: string): { walk: LabWalk; hinderedBy?: string } {
  const at = lab.steps.findIndex((step) => step.id === to);
  const open = lab.steps.slice(0, at).find((step) => !isDone(walk, step.id));
  if (open) return { walk, hinderedBy: open.id };
  return { walk: { ...walk, at: to } };
}

/** To another step, with what lies before it made up for. */
export function makeUpTo(lab: Lab, walk: LabWalk, to: string): LabWalk {
  const at = lab.steps.findIndex((step) => step.id === to);
  const open = lab.steps.slice(0, at).filter((step) => !isDone(walk, step.id));
  const steps = open.reduce((so, step) => withRecord(so, step.id, { state: "skipped" }), walk).steps;
  return { ...walk, at: to, steps };
}
