import { basename, dirname, join, resolve } from "node:path";
import type { Problem } from "../model/errors.ts";
import type { Lab } from "../model/lab.ts";
import type { Stage } from "../model/stage.ts";
import { checkAgain } from "./check/again.ts";
import { checkClaims } from "./check/claims.ts";
import { checkContext } from "./check/context.ts";
import type { FoundFigure } from "./check/figure.ts";
import { checkLoads } from "./check/loads.ts";
import { checkNames } from "./check/names.ts";
import { readStages } from "./check/stages.ts";
import { checkSteps } from "./check/steps.ts";
import { checkUnused } from "./check/unused.ts";
import { resolveLab } from "./resolve/lab.ts";
import type { Draft } from "./schema/draft.ts";
import { type WrittenLab, writtenLab } from "./schema/lab.ts";
import { readText } from "./source/file.ts";
import { findingsIn, inOrder } from "./source/problems.ts";
import { checkShape, without } from "./source/shape.ts";
import { readYaml } from "./source/yaml.ts";

/** A lab with its stages by alias, or everything that is wrong with them. */
export type ReadLab = { lab: Lab; stages: Map<string, Stage> } | { problems: Problem[] };

/**
 * Reads a lab.yaml and the stages it names (from `composeDir`, by default the compose/ beside labs/). Never
 * throws for what a file says: all problems come back, each with file, line and column, in the file's order.
 */
export function readLab(
  file: string,
  composeDir: string = join(dirname(file), "..", "..", "compose"),
): ReadLab {
  const path = resolve(file);
  const read = readText(path, "a lab is a folder under labs/ with lab.yaml, en.md and ko.md");
  if ("problem" in read) return { problems: [read.problem] };
  const { source, problems } = readYaml(path, read.text);
  if (!source) return { problems: inOrder(problems) };

  const findings = findingsIn(source);
  const off = checkShape(writtenLab, source.value, findings);
  // what is well-formed is checked all the same, so that one slip does not hide the next
  const draft = (without(source.value, off) ?? {}) as Draft;
  const found = readStages(draft, composeDir, findings);
  const context = checkContext(draft, findings, found.stages);
  checkNames(context, basename(dirname(path)));
  checkLoads(context);
  checkUnused(context);
  const figures = new Map<string, FoundFigure>();
  checkSteps(context, (index, figure) => figures.set(`steps/${index}`, figure));
  checkClaims(context, (index, figure) => figures.set(`claims/${index}`, figure));

  const all = [...problems, ...findings.problems, ...found.problems];
  if (all.length > 0) return { problems: inOrder(all) };
  const lab = resolveLab(source.value as WrittenLab, path, (kind, index) => figures.get(`${kind}/${index}`));
  const again = checkAgain(lab, source);
  return again.length > 0 ? { problems: again } : { lab, stages: found.stages };
}
