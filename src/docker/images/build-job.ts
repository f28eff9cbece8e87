import type { Say } from "../../model/progress.ts";
import type { EngineAccess } from "../access.ts";
import type { BuildLog } from "./build-log.ts";
import type { ImageSpec } from "./spec.ts";

/** One image being built. */
export interface BuildJob {
  spec: ImageSpec;
  engine: EngineAccess;
  /** Reference the build makes. */
  target: string;
  labels: Record<string, string>;
  parentRef: string | undefined;
  say: Say;
  signal: AbortSignal;
  log: BuildLog;
}
