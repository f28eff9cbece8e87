import type { Advance } from "../../app/guide/advance.ts";
import { afterHeading } from "../../app/guide/after.ts";
import { commandOf } from "../../app/guide/do-step.ts";
import { commandFor } from "../../app/guide/measure-step.ts";
import { needAt, type OpenWalk, stepAt } from "../../app/guide/open-walk.ts";
import type { StepOf } from "../../model/lab.ts";

/** Where the walk is and what it needs, for programs. What is to be found out is not in it. */
export function walkJson(open: OpenWalk, quick: boolean): Record<string, unknown> {
  const { lab, texts } = open.shown;
  const step = stepAt(open);
  const after = open.runs.has(step.id) ? texts.sections.get(afterHeading(step.id))?.body : undefined;
  return {
    lab: lab.id,
    step: { id: step.id, kind: step.kind, nth: lab.steps.indexOf(step) + 1, of: lab.steps.length },
    need: needJson(open, quick),
    text: texts.sections.get(step.id)?.body ?? "",
    ...(after !== undefined && { after }),
  };
}

function needJson(open: OpenWalk, quick: boolean): Record<string, unknown> {
  const need = needAt(open);
  switch (need.kind) {
    case "run":
      return { ...need, command: commandFor(open, need.step, quick) };
    case "figure": {
      const { value: _, ...asked } = need.figure;
      return { kind: need.kind, ...asked };
    }
    case "question": {
      const { id, kind, options } = need.question;
      const text = open.shown.texts.sections.get(`${stepAt(open).id} / ${id}`)?.body ?? "";
      return { kind: need.kind, question: { id, kind, options, text }, nth: need.nth, of: need.of };
    }
    case "do":
      return { ...need, command: commandOf(stepAt(open) as StepOf<"do">) };
    default:
      return { ...need };
  }
}

/** What came of a deed, beside where the walk is now. */
export function advanceJson({ open, moved, refusal, answered, measured }: Advance, quick: boolean): object {
  const run = measured === undefined ? undefined : open.runs.get(measured);
  return {
    moved,
    ...(refusal && { refusal }),
    ...(answered && { answered }),
    ...(run && { measured: { step: measured, run: run.plan.run, verdict: run.verdict } }),
    ...walkJson(open, quick),
  };
}
