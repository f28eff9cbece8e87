import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type Bill, billOf } from "../catalog/bill.ts";
import { labIds } from "../catalog/lab-names.ts";
import { labTitle } from "../catalog/lab-title.ts";
import { readLab } from "../catalog/read-lab.ts";
import { yamlIn } from "../catalog/source/yaml-file.ts";
import { declaredDiskMiB } from "../catalog/stage/image-list.ts";
import { checkTexts, readTexts } from "../catalog/texts.ts";
import { unwrittenIn, unwrittenSections } from "../catalog/unwritten.ts";
import type { Problem } from "../model/errors.ts";
import type { Lab, Localized } from "../model/lab.ts";
import type { LabVerdict, VerdictName } from "../model/verdict.ts";
import { languages } from "../text/language.ts";
import { composeDir, labsDir } from "./catalog.ts";
import { runsDir } from "./run-folder.ts";

/** `ready`; `incomplete`: it runs, but texts are missing; `broken`: it cannot run. */
export type LabStatus = "ready" | "incomplete" | "broken";

/** One lab of `list --json`. */
export interface ListedLab {
  id: string;
  title: Localized;
  /** What it answers, if it says so. */
  question?: Localized;
  minutes: number | null;
  /** Stage aliases. */
  stages: string[];
  bill: Bill;
  status: LabStatus;
  problems: Problem[];
  /** The latest judged run of this checkout. */
  lastRun?: { run: string; verdict: VerdictName };
}

/** Told the names of images, answers with the disk they take, in MiB. */
export type DiskOf = (images: readonly string[]) => number;

/** Every lab there is, in order; a broken one says why and hides no other. */
export function listLabs(root: string, diskMiB?: DiskOf): ListedLab[] {
  const compose = composeDir(root);
  const disk = diskMiB ?? ((images: readonly string[]) => declaredDiskMiB(compose, images));
  const runs = lastRuns(runsDir(root));
  return labIds(labsDir(root)).map((id) => {
    const folder = join(labsDir(root), id);
    const file = join(folder, "lab.yaml");
    const read = readLab(file, compose);
    const lastRun = runs.get(id);
    const run = lastRun ? { lastRun } : {};
    if ("problems" in read) {
      const bill = { memoryMiB: 0, containers: 0, diskMiB: 0 };
      const { problems } = read;
      return {
        id,
        title: labTitle(file, id),
        minutes: null,
        stages: [],
        bill,
        status: "broken",
        problems,
        ...run,
      };
    }
    const { lab, stages } = read;
    const problems = [...textProblems(lab, folder), ...draftProblem(lab, folder)];
    return {
      id,
      title: lab.title,
      ...(lab.question && { question: lab.question }),
      minutes: lab.minutes,
      stages: lab.stages.map((stage) => stage.alias),
      bill: billOf(stages.values(), disk),
      status: problems.length > 0 ? "incomplete" : "ready",
      problems,
      ...run,
    };
  });
}

/** What is missing in a lab's texts, in every language of the course. */
export function textProblems(lab: Lab, folder: string): Problem[] {
  return languages.flatMap((language) => {
    const { texts, problems } = readTexts(folder, language);
    return texts.sections.size === 0 && problems.length > 0
      ? problems
      : [...problems, ...checkTexts(lab, texts)];
  });
}

/** One line for all that `./lab new` left to be written. */
function draftProblem({ id, file }: Lab, folder: string): Problem[] {
  const source = yamlIn(file);
  const texts = languages.map((language) => readTexts(folder, language).texts);
  const count = (source ? unwrittenIn(source).length : 0) + texts.flatMap(unwrittenSections).length;
  if (count === 0) return [];
  return [
    { what: `texts to be written: ${count}`, next: `./lab check ${id.slice(0, 2)} --no-run lists them` },
  ];
}

// Run folders sort by time, so the last one of a lab wins.
function lastRuns(dir: string): Map<string, { run: string; verdict: VerdictName }> {
  const found = new Map<string, { run: string; verdict: VerdictName }>();
  let names: string[];
  try {
    names = readdirSync(dir).sort();
  } catch {
    return found; // nothing was run yet
  }
  for (const run of names) {
    try {
      const judged = JSON.parse(readFileSync(join(dir, run, "verdict.json"), "utf8")) as LabVerdict;
      const { lab, verdict, steps } = judged;
      // a step of the guided walk says nothing of its lab
      if (steps) continue;
      found.set(lab, { run, verdict });
    } catch {
      // a run that was not judged
    }
  }
  return found;
}
