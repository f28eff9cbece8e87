import { labIdFor } from "../../catalog/lab-names.ts";
import { readProgress, setAside, writeProgress } from "../../guide/progress-file.ts";
import { labsDir } from "../catalog.ts";
import type { AppContext } from "../session.ts";
import { progressFile } from "./open-walk.ts";
import { stampOf } from "./transfer.ts";

/** What would be forgotten: a lab's id, or nothing when there is nothing of it. */
export function toForget(
  context: Pick<AppContext, "root" | "env">,
  asked: string | undefined,
): string | undefined {
  const progress = readProgress(progressFile(context));
  const id = asked === undefined ? progress?.lab : labIdFor(asked, labsDir(context.root));
  return id && progress?.labs[id] ? id : undefined;
}

/** Forgets a lab's steps and guesses; what was there before stays in a file of its own. Runs stay, too. */
export function forgetLab(context: Pick<AppContext, "root" | "env">, id: string): string {
  const file = progressFile(context);
  const progress = readProgress(file)!;
  const aside = setAside(file, stampOf(new Date()))!;
  const { [id]: _, ...labs } = progress.labs;
  writeProgress(file, { ...progress, lab: progress.lab === id ? null : progress.lab, labs });
  return aside;
}

/** Forgets everything, even what cannot be read: the next walk has a seed of its own. */
export function forgetAll(context: Pick<AppContext, "root" | "env">): string | undefined {
  return setAside(progressFile(context), stampOf(new Date()));
}
