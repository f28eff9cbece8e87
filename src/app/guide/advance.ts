import { answer, done, doneByHand, goOn, recordOf } from "../../guide/walk.ts";
import type { ByHand, Refusal } from "../../model/walk.ts";
import type { Onlooker } from "../run-lab.ts";
import type { AppContext } from "../session.ts";
import { doStep } from "./do-step.ts";
import { measureStep } from "./measure-step.ts";
import { keep, needAt, type OpenWalk, stepAt } from "./open-walk.ts";

/** What came of one deed. */
export interface Advance {
  open: OpenWalk;
  /** The learner stands at another step now, or at the end. */
  moved: boolean;
  refusal?: Refusal;
  /** Of a question that was answered: which, and whether rightly. */
  answered?: { question: string; right: boolean };
  /** The step that was measured just now. */
  measured?: string;
}

export interface AdvanceOptions {
  quick: boolean;
  onlooker: Onlooker;
  /** What the learner does by hand, with the clock running. */
  byHand: (open: OpenWalk) => Promise<ByHand>;
}

/** Takes what the learner typed. A step that is passed by it is left at once: what comes next can be seen. */
export async function giveAnswer(context: AppContext, open: OpenWalk, text: string): Promise<Advance> {
  const { lab } = open.shown;
  const step = stepAt(open);
  const need = needAt(open);
  const { walk, refusal, right } = answer(lab, open.walk, open.evidence, text);
  const answered =
    need.kind === "question" && right !== undefined
      ? { answered: { question: need.question.id, right } }
      : {};
  const passed = recordOf(walk, step.id).state !== undefined;
  if (refusal !== undefined || !passed) {
    return { open: await keep(context, open, walk), moved: false, ...answered, ...(refusal && { refusal }) };
  }
  const next = goOn(lab, walk, open.evidence, new Date().toISOString());
  return { open: await keep(context, open, next.walk), moved: true, ...answered };
}

/** Measures the step that the learner stands at once more: the later run counts. */
export async function measureAgain(
  context: AppContext,
  open: OpenWalk,
  options: Pick<AdvanceOptions, "quick" | "onlooker">,
): Promise<Advance> {
  const step = stepAt(open);
  if (step.kind !== "measure" && step.kind !== "try" && step.kind !== "observe")
    return { open, moved: false, refusal: "nothing-to-measure" };
  const measured = await measureStep(context, open, step.id, { ...options.onlooker, quick: options.quick });
  return { open: measured, moved: false, measured: step.id };
}

/** Does what the step needs and nobody has to answer: reads on, measures, carries out. One deed. */
export async function goFurther(
  context: AppContext,
  open: OpenWalk,
  options: AdvanceOptions,
): Promise<Advance> {
  const { lab } = open.shown;
  const need = needAt(open);
  switch (need.kind) {
    case "go-on": {
      const { walk } = goOn(lab, open.walk, open.evidence, new Date().toISOString());
      return { open: await keep(context, open, walk), moved: true };
    }
    case "run": {
      const measured = await measureStep(context, open, need.step, {
        ...options.onlooker,
        quick: options.quick,
      });
      return { open: measured, moved: false, measured: need.step };
    }
    case "do": {
      const worked = await doStep(context, open);
      return after(context, open, done(lab, open.walk, open.evidence, worked));
    }
    case "by-hand": {
      const result = await options.byHand(open);
      return after(context, open, doneByHand(lab, open.walk, open.evidence, result));
    }
    default:
      return { open, moved: false };
  }
}

async function after(
  context: AppContext,
  open: OpenWalk,
  { walk, refusal }: ReturnType<typeof done>,
): Promise<Advance> {
  return { open: await keep(context, open, walk), moved: false, ...(refusal && { refusal }) };
}
