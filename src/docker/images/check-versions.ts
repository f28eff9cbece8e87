import { execa } from "execa";
import { LabError } from "../../model/errors.ts";
import type { EngineAccess } from "../access.ts";
import { withoutDockerSettings } from "../user-env.ts";
import type { ImageSpec } from "./spec.ts";

const deadlineMs = 60_000;

/**
 * Runs each version command of an image and compares; answers with the version that the first pattern
 * with a group caught, else the image's tag.
 * Debian's testing and sid move: a new major must not slip in under an old name. Throws LabError `image`.
 */
export async function checkVersions(
  engine: EngineAccess,
  spec: ImageSpec,
  reference: string,
  signal: AbortSignal,
): Promise<string> {
  const found: string[] = [];
  for (const { command, expect } of spec.versions) {
    const [entrypoint = "", ...args] = command;
    const { all: output } = await execa(
      engine.cli,
      ["run", "--rm", "--network=none", `--entrypoint=${entrypoint}`, reference, ...args],
      {
        env: { ...withoutDockerSettings(process.env), ...engine.env },
        extendEnv: false,
        all: true,
        reject: false,
        stdin: "ignore",
        timeout: deadlineMs,
        cancelSignal: signal,
      },
    );
    signal.throwIfAborted();
    const match = expect.exec(output);
    if (!match) {
      const said = output.trim().split("\n")[0] ?? "";
      throw new LabError(
        "image",
        `${spec.name} does not hold what it must: "${command.join(" ")}" said "${said}", expected ${expect.source}`,
        {
          next: "the packages have moved on: change versions in compose/images/images.yaml with what depends on them, or pull the official image",
        },
      );
    }
    if (match[1] !== undefined) found.push(match[1]);
  }
  return found[0] ?? spec.tag;
}
