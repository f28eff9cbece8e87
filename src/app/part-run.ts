import { LabError } from "../model/errors.ts";
import type { ImageRecord, RunEvent } from "../model/event.ts";
import type { Measurements } from "../model/measurement.ts";
import type { Plan } from "../model/plan.ts";
import type { Stage } from "../model/stage.ts";
import type { OnAction } from "../run/run-plan.ts";
import { executePlan } from "./execute-plan.ts";
import { ownImages } from "./images.ts";
import type { Indexed } from "./part-index.ts";
import type { PartIdentity } from "./part-resume.ts";
import type { AppContext } from "./session.ts";

/** What a stage is measured on. */
export function identityOf(
  stage: Pick<Stage, "images">,
  stageHash: string,
  images: readonly Pick<ImageRecord, "name" | "id">[],
  host: PartIdentity["host"],
): PartIdentity {
  const names = [...new Set([...stage.images, ...ownImages])].sort();
  const ids = names.map((name) => [name, images.find((image) => image.name === name)?.id ?? ""]);
  return { stage: stageHash, images: Object.fromEntries(ids), host };
}

/** What the run itself says it used: an image may have been built anew since the series began. */
function identityIn(events: readonly RunEvent[], stage: Stage, planned: PartIdentity): PartIdentity {
  const images = events.find((event) => event.type === "images")?.images ?? [];
  const host = events.find((event) => event.type === "run-started")?.host ?? planned.host;
  return identityOf(stage, planned.stage, images, host);
}

/**
 * Measures one part as a run of its own. Throws when it was stopped or the engine went away: what was finished
 * before stays on record.
 */
export async function measurePart<P>(
  context: AppContext,
  plan: Plan,
  { part, on, what }: { part: P; on: { stage: Stage; identity: PartIdentity }; what: string },
  onAction: OnAction | undefined,
): Promise<{ entry: Indexed<P>; measurements: Measurements }> {
  const { outcome, reason, events, measurements } = await executePlan(context, plan, {
    what,
    ...(onAction && { onAction }),
  });
  if (outcome !== "done") {
    context.signal.throwIfAborted();
    throw new LabError("engine", reason ?? "the run did not come to its end", {
      next: "./lab engine status; the same command goes on with what is not finished",
    });
  }
  const identity = identityIn(events, on.stage, on.identity);
  return { entry: { ...part, run: plan.run, identity, at: Date.now() }, measurements };
}
