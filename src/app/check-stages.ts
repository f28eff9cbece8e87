import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { inOrder } from "../catalog/source/problems.ts";
import { stageNames, variantNames } from "../catalog/stage/names.ts";
import { readStage } from "../catalog/stage/read-stage.ts";
import type { StageName } from "../catalog/stages-named.ts";
import type { Problem } from "../model/errors.ts";
import { composeDir, listStages } from "./catalog.ts";
import type { ComposeCheck } from "./check-compose.ts";

/** Every stage of a checkout, and every variant of it. */
export function everyStage(root: string): StageName[] {
  return listStages(root).flatMap(({ stage, variants }) => [
    { stage },
    ...variants.map((variant) => ({ stage, variant })),
  ]);
}

/** What our own reader, and then compose, have against these stages; those that do not exist are told elsewhere. */
export async function checkStages(
  root: string,
  stages: readonly StageName[],
  compose: ComposeCheck | undefined,
): Promise<Problem[]> {
  const dir = composeDir(root);
  const there = new Map(
    stages
      .filter(
        ({ stage, variant }) =>
          stageNames(dir).includes(stage) &&
          (variant === undefined || variantNames(dir, stage).includes(variant)),
      )
      .map((one) => [wordsOf(one), one]),
  );
  const problems: Problem[] = [];
  for (const { stage, variant } of there.values()) {
    const read = readStage(dir, stage, variant);
    if ("problems" in read) problems.push(...read.problems);
    else {
      const problem = await compose?.(read.stage.files);
      if (problem) problems.push(problem);
    }
  }
  return inOrder(problems);
}

/** Stages and variants that none of `used`, no script of bench/ and no `lab up` in a lab's text names. */
export function orphanStages(root: string, used: readonly StageName[]): Problem[] {
  const dir = composeDir(root);
  const named = new Set([...used.map(wordsOf), ...used.map(({ stage }) => stage)]);
  const scripts = textsOf(join(root, "bench"));
  const texts = textsOf(join(root, "labs"));
  return everyStage(root)
    .map((one) => ({ ...one, words: wordsOf(one) }))
    .filter(
      ({ words }) => !named.has(words) && !mentions(scripts, words) && !mentions(texts, `lab up ${words}`),
    )
    .map(({ stage, variant }) => ({
      what: `no lab and no script of bench/ uses ${variant === undefined ? "this stage" : "this variant"}`,
      place: {
        file: join(
          dir,
          stage,
          ...(variant === undefined ? ["compose.yaml"] : ["variants", `${variant}.yaml`]),
        ),
      },
      next: "name it under `stages` of a lab, let a lab's text bring it up, or delete it",
    }));
}

const wordsOf = ({ stage, variant }: StageName): string =>
  variant === undefined ? stage : `${stage}/${variant}`;

function textsOf(folder: string): string {
  if (!existsSync(folder)) return "";
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), "utf8"))
    .join("\n");
}

/** A name counts where it stands alone, not as a part of a longer one. */
function mentions(text: string, words: string): boolean {
  return new RegExp(`(?<![a-z0-9-])${words}(?![a-z0-9-])`).test(text);
}
