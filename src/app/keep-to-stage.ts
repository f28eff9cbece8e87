import { dirname } from "node:path";
import { beyondStage } from "../catalog/stage/allowed/resolved.ts";
import type { ResolvedCompose } from "../docker/compose.ts";
import { LabError } from "../model/errors.ts";

/** Throws LabError `stage` when what compose made of a stage's files reaches beyond the stage. */
export function keepToStage(compose: ResolvedCompose, files: readonly string[]): void {
  const at = beyondStage(compose, dirname(files[0]!));
  if (at === undefined) return;
  throw new LabError("stage", `${files.join(" + ")}: ${at} reaches beyond the stage, as compose reads it`, {
    next: "./lab check says what a stage may say; docker compose config on these files shows what compose makes of them",
  });
}
