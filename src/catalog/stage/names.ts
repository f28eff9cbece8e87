import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";

/** Stages there are: folders of compose/ with a compose.yaml. */
export function stageNames(composeDir: string): string[] {
  if (!existsSync(composeDir)) return [];
  return readdirSync(composeDir)
    .filter((name) => existsSync(join(composeDir, name, "compose.yaml")))
    .sort();
}

/** Variants of a stage: override files, without `.yaml`. */
export function variantNames(composeDir: string, stage: string): string[] {
  const folder = join(composeDir, stage, "variants");
  if (!existsSync(folder)) return [];
  return (
    readdirSync(folder)
      // a file manager's ._x.yaml is none
      .filter((name) => name.endsWith(".yaml") && !name.startsWith("."))
      .map((name) => name.slice(0, -".yaml".length))
      .sort()
  );
}
