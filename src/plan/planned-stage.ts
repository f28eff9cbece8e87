import type { PlannedStage } from "../model/plan.ts";
import type { Stage } from "../model/stage.ts";

/** A stage as a plan holds it, under the name that the plan calls it by. */
export function plannedStage(alias: string, stage: Stage): PlannedStage {
  const { name, variant, files, entry, client, servers, zones, images, helpers } = stage;
  return {
    alias,
    stage: name,
    ...(variant !== undefined && { variant }),
    files,
    entry,
    client,
    servers,
    ...(zones !== undefined && { zones }),
    images,
    ...(helpers !== undefined && { helpers }),
  };
}
