import { join } from "node:path";
import { labIdFor } from "../catalog/lab-names.ts";
import { readLab } from "../catalog/read-lab.ts";
import { stageNames, variantNames } from "../catalog/stage/names.ts";
import { readStage } from "../catalog/stage/read-stage.ts";
import { LabError, type Problem } from "../model/errors.ts";
import type { Lab } from "../model/lab.ts";
import type { Stage } from "../model/stage.ts";

/** Where a checkout has its labs and stages. */
export const labsDir = (root: string): string => join(root, "labs");
export const composeDir = (root: string): string => join(root, "compose");
export const ideasFile = (root: string): string => join(labsDir(root), "ideas.yaml");

/** What is wrong with a lab or a stage, as the one error of a use case. */
export function broken(what: string, problems: readonly Problem[]): LabError {
  const count = problems.length === 1 ? "1 problem" : `${problems.length} problems`;
  return new LabError("bad-input", `${what} has ${count}`, { problems });
}

/**
 * The lab that someone means by `4`, `04` or its id, with its stages by alias. Throws LabError("usage") for one
 * that does not exist and LabError("bad-input") with every problem of one that is broken.
 */
export async function labWithStages(
  root: string,
  word: string,
): Promise<{ lab: Lab; stages: Map<string, Stage> }> {
  const id = labIdFor(word, labsDir(root));
  const read = readLab(join(labsDir(root), id, "lab.yaml"), composeDir(root));
  if ("problems" in read) throw broken(`lab ${id}`, read.problems);
  return read;
}

/** A stage by name, with a variant; throws as labWithStages does. */
export async function stageNamed(root: string, name: string, variant?: string): Promise<Stage> {
  const dir = composeDir(root);
  const known =
    stageNames(dir).includes(name) && (variant === undefined || variantNames(dir, name).includes(variant));
  const read = readStage(dir, name, variant);
  if ("stage" in read) return read.stage;
  const [first] = read.problems;
  if (!known && first) {
    throw new LabError("usage", first.what, first.next === undefined ? {} : { next: first.next });
  }
  throw broken(`stage ${variant === undefined ? name : `${name}/${variant}`}`, read.problems);
}

/** Every stage there is, with its variants. */
export function listStages(root: string): { stage: string; variants: string[] }[] {
  const dir = composeDir(root);
  return stageNames(dir).map((stage) => ({ stage, variants: variantNames(dir, stage) }));
}
