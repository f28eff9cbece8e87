import { dirname } from "node:path";
import { type Bill, billOf, stageNeeds } from "../catalog/bill.ts";
import { declaredDiskMiB } from "../catalog/stage/image-list.ts";
import { type LabTexts, readTexts } from "../catalog/texts.ts";
import { topologyOf } from "../catalog/topology.ts";
import type { Problem } from "../model/errors.ts";
import type { Lab } from "../model/lab.ts";
import type { Topology } from "../model/topology.ts";
import type { Language } from "../text/language.ts";
import { composeDir, labWithStages } from "./catalog.ts";
import { type DiskOf, textProblems } from "./list-labs.ts";

/** A stage of a lab, as it is shown. */
export interface ShownStage {
  alias: string;
  stage: string;
  variant?: string;
  memoryMiB: number;
  containers: number;
  topology: Topology;
}

/** Everything there is to see of a lab before it is run. */
export interface ShownLab {
  lab: Lab;
  texts: LabTexts;
  stages: ShownStage[];
  bill: Bill;
  /** What is missing in its texts. */
  problems: Problem[];
}

/** A lab with its texts in one language and the pictures of its stages; throws as labWithStages does. */
export async function showLab(
  root: string,
  word: string,
  language: Language,
  diskMiB?: DiskOf,
): Promise<ShownLab> {
  const { lab, stages } = await labWithStages(root, word);
  const compose = composeDir(root);
  const folder = dirname(lab.file);
  return {
    lab,
    texts: readTexts(folder, language).texts,
    stages: lab.stages.map((written) => {
      const stage = stages.get(written.alias)!;
      return { ...written, ...stageNeeds(stage), topology: topologyOf(stage, compose) };
    }),
    bill: billOf(stages.values(), diskMiB ?? ((images) => declaredDiskMiB(compose, images))),
    problems: textProblems(lab, folder),
  };
}
