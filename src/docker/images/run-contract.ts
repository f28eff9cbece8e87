import { randomBytes } from "node:crypto";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type Docker from "dockerode";
import { execa } from "execa";
import { LabError } from "../../model/errors.ts";
import type { Say } from "../../model/progress.ts";
import { printableLine } from "../../text/printable.ts";
import { asking, type EngineAccess } from "../access.ts";
import { type ContractCount, readContractReport } from "./contract-report.ts";
import type { ImageSpec } from "./spec.ts";

/** Set for a suite that runs alone: names its containers, and says that engine and image were chosen already. */
export const contractGroupVariable = "STAGECRAFT_CONTRACT_GROUP";

const deadlineMs = 15 * 60_000;
/** A test's mark, and its name without those of its file and its suite. */
const testLine = /^\s*([✓×↓])\s.*?\.docker\.test\.ts > [^>]* > (.*)$/;

/** An image's contract suite, from the project's root; undefined when it has none. */
export function contractSuite(root: string, name: string): string | undefined {
  const file = `src/docker/images/${name}.docker.test.ts`;
  return existsSync(join(root, file)) ? file : undefined;
}

export interface ContractJob {
  root: string;
  engine: EngineAccess;
  env: NodeJS.ProcessEnv;
  say: Say;
  signal: AbortSignal;
}

/** Takes away what a suite has left at the engine: one that was stopped cannot do it itself. */
async function sweep(docker: Docker, group: string): Promise<void> {
  const filters = { label: [`io.stagecraft.role=${group}`] };
  for (const { Id } of await asking(docker.listContainers({ all: true, filters })))
    await docker
      .getContainer(Id)
      .remove({ force: true, v: true })
      .catch(() => {});
}

/**
 * Runs an image's contract suite on the image that `reference` names, each test's result said as it comes. The suite
 * and its runner are what the tests of this checkout are. Throws LabError `environment` when the runner is not here.
 */
export async function runContract(
  docker: Docker,
  spec: Pick<ImageSpec, "name" | "variable">,
  suite: string,
  reference: string,
  { root, engine, env, say, signal }: ContractJob,
): Promise<ContractCount> {
  const runner = join(root, "node_modules/vitest/vitest.mjs");
  if (!existsSync(runner)) {
    throw new LabError("environment", "vitest, which runs the contract suites, is not installed", {
      next: "npm ci (without --omit=dev)",
    });
  }
  signal.throwIfAborted();
  const folder = mkdtempSync(join(tmpdir(), "stagecraft-contract-"));
  const report = join(folder, "report.json");
  const group = `sc-contract-${spec.name}-${randomBytes(3).toString("hex")}`;
  try {
    const child = execa(
      process.execPath,
      [
        runner,
        "run",
        "--project=docker",
        "--reporter=verbose",
        "--reporter=json",
        `--outputFile.json=${report}`,
        suite,
      ],
      {
        cwd: root,
        env: {
          ...env,
          ...engine.env,
          DOCKER_HOST: engine.dockerHost,
          [spec.variable]: reference,
          [contractGroupVariable]: group,
          NO_COLOR: "1",
          FORCE_COLOR: undefined,
        },
        all: true,
        reject: false,
        stdin: "ignore",
        timeout: deadlineMs,
        cancelSignal: signal,
        forceKillAfterDelay: 5000,
      },
    );
    let error: string | undefined;
    for await (const line of child.iterable({ from: "all" })) {
      if (error === undefined && /^\w*Error: /.test(line)) error = line;
      const found = testLine.exec(line);
      if (found) say(printableLine(`${found[1]} ${found[2]}`));
    }
    const { timedOut } = await child;
    signal.throwIfAborted();
    if (timedOut)
      return { passed: 0, failed: 1, skipped: 0, failures: [`not done in ${deadlineMs / 60_000} minutes`] };
    return readContractReport(existsSync(report) ? readFileSync(report, "utf8") : "", error);
  } finally {
    rmSync(folder, { recursive: true, force: true });
    await sweep(docker, group);
  }
}
