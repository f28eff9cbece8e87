import type { Problem } from "../../model/errors.ts";
import type { Stage } from "../../model/stage.ts";
import type { Draft } from "../schema/draft.ts";
import type { Findings } from "../source/problems.ts";
import { stageNames, variantNames } from "../stage/names.ts";
import { readStage } from "../stage/read-stage.ts";

/** Reads every stage that a lab names. One that is not there is a finding in lab.yaml; a broken one is the stage's. */
export function readStages(
  draft: Draft,
  composeDir: string,
  findings: Findings,
): { stages: Map<string, Stage>; problems: Problem[] } {
  const stages = new Map<string, Stage>();
  const problems: Problem[] = [];
  const names = stageNames(composeDir);
  if (draft.stages && Object.keys(draft.stages).length === 0) findings.add(["stages"], "a lab needs a stage");
  for (const [alias, written] of Object.entries(draft.stages ?? {})) {
    const name = written?.stage;
    if (name === undefined || !findings.known(["stages", alias, "stage"], "stage", name, names)) continue;
    const { variant } = written!;
    const path = ["stages", alias, "variant"];
    if (variant !== undefined) {
      const variants = variantNames(composeDir, name);
      if (!findings.known(path, `variant of the stage "${name}" called`, variant, variants)) continue;
    }
    const read = readStage(composeDir, name, variant);
    if ("stage" in read) stages.set(alias, read.stage);
    else problems.push(...read.problems);
  }
  return { stages, problems };
}
