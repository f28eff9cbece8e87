import { join } from "node:path";
import { readFigures } from "../catalog/figures/read-figures.ts";
import { type ClaimDistance, checkSlack, distancesOf } from "../catalog/figures/slack.ts";
import { checkForm } from "../catalog/form/form.ts";
import { readIdeas } from "../catalog/ideas.ts";
import { checkUses, ideasUsedIn } from "../catalog/ideas-used.ts";
import { checkLabFiles, foldersWithoutLab } from "../catalog/lab-files.ts";
import { labIdFor, labIds, sharedNumbers } from "../catalog/lab-names.ts";
import { readLab } from "../catalog/read-lab.ts";
import { inOrder } from "../catalog/source/problems.ts";
import { yamlIn } from "../catalog/source/yaml-file.ts";
import { type StageName, stagesNamedIn } from "../catalog/stages-named.ts";
import { readTexts } from "../catalog/texts.ts";
import { untranslatedIn, untranslatedSections } from "../catalog/translated.ts";
import { unwrittenIn, unwrittenSections } from "../catalog/unwritten.ts";
import { LabError, type Problem } from "../model/errors.ts";
import type { IdeaList } from "../model/idea.ts";
import { type LabVerdict, verdictExitCode } from "../model/verdict.ts";
import { claimViews } from "../report/claim-view.ts";
import { languages } from "../text/language.ts";
import { composeDir, ideasFile, labsDir } from "./catalog.ts";
import { type ComposeCheck, composeCheck } from "./check-compose.ts";
import { checkStages, everyStage, orphanStages } from "./check-stages.ts";
import { textProblems } from "./list-labs.ts";
import { type RunLabOptions, runLab } from "./run-lab.ts";
import type { AppContext } from "./session.ts";

export { claimViews };

export interface CheckOptions {
  /** Numbers or ids; every lab when empty. */
  labs: readonly string[];
  /** Run each lab that has no problems, too. */
  run: boolean;
  /** Told before each run; counts from 1. */
  onLab?: (lab: string, at: number, of: number) => void;
}

/** What a check needs of the outside. */
export interface CheckWays {
  /** A quick run of a lab. */
  runLab: (lab: string) => Promise<LabVerdict>;
  compose: ComposeCheck | { missing: string };
}

/** One lab that was checked. */
export interface CheckedLab {
  lab: string;
  problems: Problem[];
  /** What should be mended and stops nothing. */
  warnings?: Problem[];
  /** What `./lab new` left to be written: the lab runs without it. */
  unwritten?: Problem[];
  /** How far each bound is from what was recorded (figures.json); absent when nothing is. */
  distances?: ClaimDistance[];
  /** What its run said: each claim on its strong side and on its weak ones. */
  verdict?: LabVerdict;
  /** Why a run came to no verdict. */
  error?: Problem;
}

export interface LabsChecked {
  labs: CheckedLab[];
  /** Of no single lab: the list of ideas, stages, folders. */
  problems: Problem[];
  /** What may well be meant so. */
  warnings: Problem[];
  /** What was not looked at, and why. */
  notes: string[];
}

/** A check on this machine: compose where its CLI is here, and quick runs on the engine. */
export async function checkWays(
  context: AppContext,
  progress: Pick<RunLabOptions, "onPlan" | "onAction">,
): Promise<CheckWays> {
  return {
    runLab: async (lab) =>
      (await runLab(context, { lab, quick: true, seed: undefined, ...progress })).verdict,
    compose: await composeCheck(context.env),
  };
}

/**
 * Checks labs, their texts, files, ideas and stages, and tells all problems at once; then, when told to, runs each lab
 * that has none, all of them even after one failed. Throws LabError("usage") for a lab that does not exist.
 */
export async function checkLabs(
  { root, signal }: Pick<AppContext, "root" | "signal">,
  options: CheckOptions,
  ways: CheckWays,
): Promise<LabsChecked> {
  const dir = labsDir(root);
  const all = labIds(dir);
  const every = options.labs.length === 0;
  const ids = every ? all : [...new Set(options.labs.map((word) => labIdFor(word, dir)))];
  const ideas = readIdeas(ideasFile(root));
  const labs = ids.map((lab): CheckedLab => ({ lab, ...checkOne(root, lab, ideas) }));

  const used = (every ? all : ids).flatMap((id) => stagesOf(root, id));
  const compose = "missing" in ways.compose ? undefined : ways.compose;
  const problems = [
    ...("problems" in ideas ? ideas.problems : []),
    ...(every ? [...foldersWithoutLab(dir), ...sharedNumbers(dir)] : []),
    ...(await checkStages(root, every ? everyStage(root) : used, compose)),
  ];
  if (ids.length === 0) problems.push({ what: "there are no labs", place: { file: dir } });
  const told = new Set(labs.flatMap((one) => one.problems).map(keyOf));
  const checked: LabsChecked = {
    labs,
    problems: inOrder(problems).filter((problem) => !told.has(keyOf(problem))),
    warnings: [...(every ? orphanStages(root, used) : []), ...unrecordedLabs(labs)],
    notes:
      "missing" in ways.compose
        ? [`docker compose was not asked about the stages: ${ways.compose.missing}`]
        : [],
  };
  if (options.run) await runThem(checked, options, ways, signal);
  return checked;
}

/** One warning for all labs of which no runs are recorded: their bounds cannot be looked at. */
function unrecordedLabs(labs: readonly CheckedLab[]): Problem[] {
  const names = labs
    .filter(({ distances, problems }) => distances === undefined && problems.length === 0)
    .map(({ lab }) => lab);
  if (names.length === 0) return [];
  return [
    {
      what: `no runs are recorded of ${names.join(", ")}: nobody knows how far their bounds are from what is measured`,
      next: "node bench/repeat.mjs LAB 5, then node bench/figures.mjs LAB --keep",
    },
  ];
}

const keyOf = ({ place, what }: Problem): string => JSON.stringify([place, what]);

function stagesOf(root: string, id: string): StageName[] {
  const source = yamlIn(join(labsDir(root), id, "lab.yaml"));
  return source ? stagesNamedIn(source) : [];
}

function checkOne(
  root: string,
  id: string,
  ideas: { ideas: IdeaList } | { problems: Problem[] },
): Pick<CheckedLab, "problems" | "warnings" | "unwritten" | "distances"> {
  const folder = join(labsDir(root), id);
  const file = join(folder, "lab.yaml");
  const read = readLab(file, composeDir(root));
  const source = yamlIn(file);
  const texts = languages.map((language) => readTexts(folder, language).texts);
  const recorded = readFigures(folder);
  const figures = recorded && "figures" in recorded ? recorded.figures : undefined;
  const all = inOrder([
    ...(recorded && "problems" in recorded ? recorded.problems : []),
    ...(figures && source && "lab" in read ? checkSlack(read.lab, source, figures) : []),
    ...("problems" in read ? read.problems : textProblems(read.lab, folder)),
    ...checkLabFiles(folder, languages),
    ...texts.flatMap(untranslatedSections),
    ...(source ? untranslatedIn(source) : []),
    ...(source && "ideas" in ideas ? checkUses(ideasUsedIn(source), ideas.ideas) : []),
    ...(source && "lab" in read ? checkForm(read.lab, source, texts) : []),
  ]);
  const problems = all.filter(({ severity }) => severity === undefined);
  const warnings = all.filter(({ severity }) => severity === "warning");
  const unwritten = [...(source ? unwrittenIn(source) : []), ...texts.flatMap(unwrittenSections)];
  return {
    problems,
    ...(warnings.length > 0 && { warnings }),
    ...(unwritten.length > 0 && { unwritten }),
    ...(figures && "lab" in read && { distances: distancesOf(read.lab, figures) }),
  };
}

async function runThem(
  { labs, notes }: LabsChecked,
  options: CheckOptions,
  ways: CheckWays,
  signal: AbortSignal,
): Promise<void> {
  const sound = labs.filter((one) => one.problems.length === 0);
  for (const [index, one] of sound.entries()) {
    options.onLab?.(one.lab, index + 1, sound.length);
    try {
      one.verdict = await ways.runLab(one.lab);
    } catch (thrown) {
      if (!(thrown instanceof LabError)) throw thrown;
      const { message: what, next } = thrown;
      one.error = { what, ...(next !== undefined && { next }) };
    }
    const left = sound.length - index - 1;
    if (signal.aborted && left > 0) notes.push(`stopped: ${left} of ${sound.length} labs were not run`);
    if (signal.aborted) return;
  }
}

/**
 * 2 when anything is wrong with a file; else 1 when a claim failed or a control held, 3 when a run came to no
 * verdict or to one that says nothing, 0 otherwise.
 */
export function checkExitCode({ labs, problems }: LabsChecked): 0 | 1 | 2 | 3 {
  if (problems.length > 0 || labs.some((one) => one.problems.length > 0)) return 2;
  const codes = labs.map(({ verdict, error }) =>
    error ? 3 : verdict ? verdictExitCode(verdict.verdict) : 0,
  );
  return codes.find((code) => code === 1) ?? codes.find((code) => code === 3) ?? 0;
}
