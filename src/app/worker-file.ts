import { existsSync } from "node:fs";
import { join } from "node:path";
import { LabError } from "../model/errors.ts";

/** The bundled load generator. */
export function workerFile(root: string): string {
  const file = join(root, "dist", "worker.mjs");
  if (existsSync(file)) return file;
  throw new LabError("environment", "the load generator is not built", { next: "node scripts/build.mjs" });
}
