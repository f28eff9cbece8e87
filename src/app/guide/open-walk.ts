import { join } from "node:path";
import { newSeed } from "../../guide/draw.ts";
import { readProgress, writeProgress } from "../../guide/progress-file.ts";
import { currentStep, needOf, newWalk } from "../../guide/walk.ts";
import { LabError } from "../../model/errors.ts";
import type { Step } from "../../model/lab.ts";
import type { Evidence, LabWalk, Need, Progress } from "../../model/walk.ts";
import type { Language } from "../../text/language.ts";
import type { AppContext } from "../session.ts";
import { type ShownLab, showLab } from "../show-lab.ts";
import { evidenceOf, type OwnRuns, ownRuns } from "./evidence.ts";

/** Where the guide keeps what it remembers of this checkout's learner. */
export const progressFile = (context: Pick<AppContext, "root" | "env">): string =>
  context.env.STAGECRAFT_PROGRESS || join(context.root, ".stagecraft", "progress.json");

/** A lab with a learner in it. */
export interface OpenWalk {
  shown: ShownLab;
  language: Language;
  progress: Progress;
  walk: LabWalk;
  runs: OwnRuns;
  evidence: Evidence;
}

type Context = Pick<AppContext, "root" | "env">;

const firstLab = "1";

/** The learner of this checkout; a new one when there is none yet. Nothing is written. */
export function learner(context: Context): Progress {
  const known = readProgress(progressFile(context));
  return known ?? { format: 1, revision: 0, seed: newSeed(Math.random), lab: null, labs: {} };
}

/** Opens the lab that was asked for, or the one that is under way, or the tour's first; begins it where it is new. */
export async function beginWalk(
  context: Context,
  asked: string | undefined,
  language: Language,
): Promise<OpenWalk> {
  const progress = learner(context);
  const shown = await showLab(context.root, asked ?? progress.lab ?? firstLab, language);
  const { lab } = shown;
  const walk = progress.labs[lab.id] ?? newWalk(lab, new Date().toISOString());
  return keep(
    context,
    { shown, language, progress: { ...progress, lab: lab.id }, walk, runs: new Map(), evidence: {} },
    walk,
  );
}

/** The walk that is under way. Throws LabError("usage") when none is. */
export async function openWalk(context: Context, language: Language): Promise<OpenWalk> {
  const progress = learner(context);
  const walk = progress.lab === null ? undefined : progress.labs[progress.lab];
  if (progress.lab === null || !walk) {
    throw new LabError("usage", "no lab is under way", {
      next: "./lab start begins with the first; ./lab start 4 with another",
    });
  }
  const shown = await showLab(context.root, progress.lab, language);
  return look(context, { shown, language, progress, walk, runs: new Map(), evidence: {} });
}

/** With whatever was measured in the meantime, here or in another terminal. */
export async function look(context: Context, open: OpenWalk): Promise<OpenWalk> {
  const { seed } = open.progress;
  const runs = await ownRuns(context.root, open.shown.lab, seed);
  return { ...open, runs, evidence: evidenceOf(open.shown.lab, runs, seed) };
}

/** Writes the walk as it is now; on disk when it returns. */
export async function keep(context: Context, open: OpenWalk, walk: LabWalk): Promise<OpenWalk> {
  const { lab } = open.shown;
  const changed = { ...open.progress, labs: { ...open.progress.labs, [lab.id]: walk } };
  const progress = writeProgress(progressFile(context), changed);
  return look(context, { ...open, progress, walk });
}

export const stepAt = ({ shown, walk }: OpenWalk): Step => currentStep(shown.lab, walk);

export const needAt = ({ shown, walk, evidence }: OpenWalk): Need => needOf(shown.lab, walk, evidence);
