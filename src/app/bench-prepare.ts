import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import type { HostFingerprint } from "../model/event.ts";
import type { Stage } from "../model/stage.ts";
import { type BenchShape, benchWorkload, stageWords } from "../plan/bench-plan.ts";
import { hashOf, stageConfig } from "./bench-config.ts";
import { type BenchIndex, benchKey } from "./bench-index.ts";
import { benchImages, identityOf } from "./bench-part.ts";
import type { PartIdentity } from "./bench-resume.ts";
import { hostFingerprint, projectVersion } from "./fingerprint.ts";
import { resolveImages } from "./images.ts";
import { preflight } from "./preflight.ts";
import { type AppContext, openSession } from "./session.ts";
import { workerFile } from "./worker-file.ts";

/** A stage that is about to be measured. */
export interface BenchedStage {
  stage: Stage;
  /** `name` or `name/variant`. */
  words: string;
  /** What it would be measured on now. */
  identity: PartIdentity;
  /** Its standard fault in words. */
  fault?: string;
}

/** The index of a bench before anything of it is measured; its key says what may stand beside each other. */
export function emptyIndex(root: string, shape: BenchShape, seed: string): BenchIndex {
  const terms = {
    workload: benchWorkload(shape),
    seed,
    version: projectVersion(root).version,
    worker: createHash("sha256")
      .update(readFileSync(workerFile(root)))
      .digest("hex")
      .slice(0, 16),
  };
  return { format: 1, key: benchKey(terms), quick: shape.quick, terms, parts: [] };
}

/** Engine, images and resolved files of all stages; says the bill first. */
export async function prepareBench(
  context: AppContext,
  stages: readonly Stage[],
): Promise<{ benched: BenchedStage[]; host: HostFingerprint }> {
  const session = await openSession(context);
  const names = [...new Set([...stages.flatMap((stage) => stage.images), ...benchImages])];
  await preflight(context, session, stages, names);
  const { images } = await resolveImages(names, { ...context, engine: session.engine });
  const host = hostFingerprint(session.engine);
  const benched: BenchedStage[] = [];
  for (const stage of stages) {
    const hash = hashOf(await stageConfig(session.access, stage, context.root));
    benched.push({
      stage,
      words: stageWords(stage),
      identity: identityOf(stage, hash, images, host),
      ...(stage.standardFault && { fault: `${stage.standardFault.kind} ${stage.standardFault.target}` }),
    });
  }
  return { benched, host };
}
