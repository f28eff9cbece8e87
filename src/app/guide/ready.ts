import { goTo, isDone, makeUpTo } from "../../guide/walk.ts";
import { LabError } from "../../model/errors.ts";
import type { Step } from "../../model/lab.ts";
import { nearest } from "../../model/nearest.ts";
import type { AppContext } from "../session.ts";
import { down, stagesUp, up } from "../up.ts";
import { keep, type OpenWalk } from "./open-walk.ts";

export interface Gone {
  open: OpenWalk;
  /** Steps that were made up for. */
  madeUp: number;
  /** The stage that is up now. */
  stage?: { alias: string; url: string };
}

/** To another step of the lab: back at any time, ahead past steps that are done. */
export async function goToStep(context: AppContext, open: OpenWalk, step: string): Promise<Gone> {
  const { lab } = open.shown;
  known(open, step);
  const { walk, hinderedBy } = goTo(lab, open.walk, step);
  if (hinderedBy !== undefined) {
    throw new LabError("usage", `"${step}" comes after "${hinderedBy}", which is not done yet`, {
      next: `./lab next does it; ./lab goto ${step} --ready makes up for what lies before`,
    });
  }
  return { open: await keep(context, open, walk), madeUp: 0 };
}

/** To another step, with everything before it made up for and its stage up: for someone who fell behind. */
export async function makeReady(context: AppContext, open: OpenWalk, step: string): Promise<Gone> {
  const { lab } = open.shown;
  known(open, step);
  const before = lab.steps.slice(
    0,
    lab.steps.findIndex((one) => one.id === step),
  );
  const madeUp = before.filter((one) => !isDone(open.walk, one.id)).length;
  const alias = aliasAt(lab.steps, step);
  const stage = lab.stages.find((one) => one.alias === alias);
  // whatever is up may have been broken: a good state is a fresh one
  if (stagesUp(context.root).length > 0) await down(context, { all: true });
  const result =
    stage &&
    (await up(context, {
      stage: stage.stage,
      ...(stage.variant !== undefined && { variant: stage.variant }),
    }));
  return {
    open: await keep(context, open, makeUpTo(lab, open.walk, step)),
    madeUp,
    ...(stage && result && { stage: { alias: stage.alias, url: result.url } }),
  };
}

function known({ shown: { lab } }: OpenWalk, step: string): void {
  const ids = lab.steps.map((one) => one.id);
  if (ids.includes(step)) return;
  const near = nearest(step, ids);
  throw new LabError("usage", `lab ${lab.id} has no step "${step}"`, {
    next: near === undefined ? `steps: ${ids.join(", ")}` : `did you mean ${near}?`,
  });
}

/** The stage that a step is about: its own, else that of the nearest step before it that has one, else the next one's. */
function aliasAt(steps: readonly Step[], id: string): string | undefined {
  const at = steps.findIndex((step) => step.id === id);
  const order = [...steps.slice(0, at + 1).reverse(), ...steps.slice(at + 1)];
  return order.map(stageOf).find((alias) => alias !== undefined);
}

function stageOf(step: Step): string | undefined {
  switch (step.kind) {
    case "show":
    case "stopwatch":
    case "do":
    case "observe":
      return step.on;
    case "predict":
      return step.subject?.on;
    case "measure":
    case "try":
      return step.on.at(-1);
    default:
      return undefined;
  }
}
