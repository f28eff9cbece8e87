import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import type { HostFingerprint, ImageRecord } from "../model/event.ts";
import type { Stage } from "../model/stage.ts";
import { stageWords } from "../plan/part-plan.ts";
import { hashOf, stageConfig } from "./bench-config.ts";
import { hostFingerprint, projectVersion } from "./fingerprint.ts";
import { ownImages, resolveImages } from "./images.ts";
import type { Terms } from "./part-index.ts";
import type { PartIdentity } from "./part-resume.ts";
import { identityOf } from "./part-run.ts";
import { preflight } from "./preflight.ts";
import { type AppContext, openSession, type Session } from "./session.ts";
import { workerFile } from "./worker-file.ts";

/** A stage that is about to be measured. */
export interface PreparedStage {
  stage: Stage;
  /** `name` or `name/variant`. */
  words: string;
  /** What it would be measured on now. */
  identity: PartIdentity;
}

/** What decides which figures may stand beside each other. */
export function termsOf<W>(root: string, workload: W, seed: string): Terms<W> {
  const worker = createHash("sha256")
    .update(readFileSync(workerFile(root)))
    .digest("hex");
  return { workload, seed, version: projectVersion(root).version, worker: worker.slice(0, 16) };
}

/** Engine, images and resolved files of all stages; says the bill first. */
export async function prepareStages(
  context: AppContext,
  stages: readonly Stage[],
): Promise<{ prepared: PreparedStage[]; host: HostFingerprint; session: Session; images: ImageRecord[] }> {
  const session = await openSession(context);
  const names = [...new Set([...stages.flatMap((stage) => stage.images), ...ownImages])];
  await preflight(context, session, stages, names);
  const { images } = await resolveImages(names, { ...context, engine: session.engine });
  const host = hostFingerprint(session.engine, context.env);
  const prepared: PreparedStage[] = [];
  for (const stage of stages) {
    const hash = hashOf(await stageConfig(session.access, stage, context.root));
    prepared.push({ stage, words: stageWords(stage), identity: identityOf(stage, hash, images, host) });
  }
  return { prepared, host, session, images };
}
