import { LabError } from "../model/errors.ts";
import type { Stage } from "../model/stage.ts";
import { stageWords } from "../plan/part-plan.ts";
import { listStages, stageNamed } from "./catalog.ts";

/** A stage as someone types it: `scale-out` or `scale-out/one-backend`. Throws as stageNamed does. */
export async function stageFromWords(root: string, words: string): Promise<Stage> {
  const [name = "", variant, ...rest] = words.split("/");
  if (rest.length > 0 || variant === "") {
    throw new LabError("usage", `"${words}" is no stage`, { next: "write STAGE or STAGE/VARIANT" });
  }
  return stageNamed(root, name, variant);
}

/** The stages asked for, each once and in that order; every stage without variants when none is named. */
export async function benchStages(root: string, words: readonly string[]): Promise<Stage[]> {
  const names = words.length > 0 ? words : listStages(root).map(({ stage }) => stage);
  const stages = new Map<string, Stage>();
  for (const name of names) {
    const stage = await stageFromWords(root, name);
    stages.set(stageWords(stage), stage);
  }
  return [...stages.values()];
}
