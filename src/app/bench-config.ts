import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { isPlain, type NeutralStage, neutralStage, type Plain } from "../compare/neutral.ts";
import type { EngineAccess } from "../docker/access.ts";
import { resolveCompose } from "../docker/compose.ts";
import { LabError, messageOf } from "../model/errors.ts";
import type { Stage } from "../model/stage.ts";

/** Any name will do: what is named after it is neutral again afterwards. */
const project = "neutral";

/** A config that lies in a file says nothing by its path: its content takes its place. */
function withContent(config: unknown): unknown {
  if (!isPlain(config) || typeof config.file !== "string") return config;
  try {
    return { ...config, content: readFileSync(config.file, "utf8") };
  } catch (thrown) {
    throw new LabError("bad-input", `a stage names a file that cannot be read: ${messageOf(thrown)}`, {
      place: { file: config.file },
      cause: thrown,
    });
  }
}

/** A stage as compose resolves it with its documented defaults, free of what is random. Needs the CLI, no images. */
export async function stageConfig(access: EngineAccess, stage: Stage, root: string): Promise<NeutralStage> {
  const compose: Plain = await resolveCompose(access, stage.files, project, {});
  const configs = isPlain(compose.configs) ? compose.configs : {};
  const named = Object.entries(configs).map(([name, config]) => [name, withContent(config)]);
  return neutralStage({ ...compose, configs: Object.fromEntries(named) }, { project, root });
}

/** The same text for the same value, to tell whether a stage changed. */
export function hashOf(value: unknown): string {
  return createHash("sha256").update(JSON.stringify(value)).digest("hex").slice(0, 16);
}
