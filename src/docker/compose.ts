import { writeFile } from "node:fs/promises";
import { devNull } from "node:os";
import { execa } from "execa";
import { LabError } from "../model/errors.ts";
import type { EngineAccess } from "./access.ts";

/** A compose file after variables, variants and defaults were put in: plain data. */
export interface ResolvedCompose {
  name: string;
  services: Record<string, ResolvedService>;
  networks?: Record<string, LabelledPart>;
  volumes?: Record<string, LabelledPart>;
  "x-stagecraft"?: { entry?: { host?: string } };
  [key: string]: unknown;
}

export interface LabelledPart {
  labels?: Record<string, string>;
  name?: string;
  [key: string]: unknown;
}

export interface ResolvedService extends LabelledPart {
  image?: string;
  cgroup_parent?: string;
  ports?: { target: number; host_ip?: string; published?: string }[];
}

/** Told of the process that may go on creating things when we die. */
export type OnProcess = (pid: number) => Promise<() => Promise<void>>;

const lastLines = (text: string, count: number) => text.trimEnd().split("\n").slice(-count).join("\n");

/** `docker compose config`: resolves files and variables without touching the engine's objects. */
export async function resolveCompose(
  access: EngineAccess,
  files: readonly string[],
  project: string,
  variables: Readonly<Record<string, string>>,
): Promise<ResolvedCompose> {
  const result = await execa(
    access.cli,
    [
      "compose",
      // a file .env beside the stage would be read otherwise
      "--env-file",
      devNull,
      "--project-name",
      project,
      ...files.flatMap((file) => ["--file", file]),
      "config",
      "--format",
      "json",
    ],
    // only what we say: a variable of the user's shell must not change a stage
    { env: { ...access.env, ...variables }, extendEnv: false, stdin: "ignore", reject: false },
  );
  if (result.exitCode !== 0) {
    throw new LabError("stage", `compose refuses ${files.join(" + ")}: ${lastLines(result.stderr, 3)}`, {
      next: "docker compose config on these files shows the same",
    });
  }
  return JSON.parse(result.stdout) as ResolvedCompose;
}

/** Puts our labels on every service, network and volume, so that `clean` finds what compose makes. */
export function withLabels(
  compose: ResolvedCompose,
  extra: Readonly<Record<string, string>>,
): ResolvedCompose {
  const label = <T extends LabelledPart>(parts: Record<string, T> | undefined): Record<string, T> =>
    Object.fromEntries(
      Object.entries(parts ?? {}).map(([name, part]) => [
        name,
        { ...part, labels: { ...part?.labels, ...extra } },
      ]),
    );
  return {
    ...compose,
    services: label(compose.services),
    ...(compose.networks && { networks: label(compose.networks) }),
    ...(compose.volumes && { volumes: label(compose.volumes) }),
  };
}

/** Writes a resolved file; `config` has escaped dollar signs already, so it can be read again as it is. */
export async function writeCompose(file: string, compose: ResolvedCompose): Promise<void> {
  await writeFile(file, `${JSON.stringify(compose, null, 2)}\n`);
}

/** Compose ended with an error; the message is the last of what it said. */
export class ComposeFailure extends Error {}

/**
 * `docker compose up --wait` on a resolved file, in a process group of its own so that a Ctrl-C in the
 * terminal reaches us alone. When the signal fires the group is ended at once; what it made is removed by label.
 * Throws `ComposeFailure`, or LabError `engine` when nobody answers.
 */
export async function composeUp(
  access: EngineAccess,
  file: string,
  project: string,
  options: { deadlineMs: number; signal: AbortSignal; onProcess: OnProcess },
): Promise<void> {
  options.signal.throwIfAborted();
  const child = execa(
    access.cli,
    [
      "compose",
      "--project-name",
      project,
      "--file",
      file,
      "--progress",
      "quiet",
      "up",
      "--wait",
      "--wait-timeout",
      String(Math.ceil(options.deadlineMs / 1000)),
      "--pull",
      "never",
      "--no-build",
    ],
    { env: { ...access.env }, extendEnv: false, stdin: "ignore", detached: true, reject: false },
  );
  const pid = child.pid;
  const endGroup = () => {
    if (pid === undefined) return;
    try {
      process.kill(-pid, "SIGKILL");
    } catch {
      // it has ended by itself
    }
  };
  options.signal.addEventListener("abort", endGroup, { once: true });
  if (options.signal.aborted) endGroup();
  const forget = pid === undefined ? undefined : await options.onProcess(pid);
  try {
    const result = await child;
    options.signal.throwIfAborted();
    if (result.exitCode === 0) return;
    const stderr = result.stderr || result.shortMessage || "";
    if (!/cannot connect to the docker daemon|error during connect/i.test(stderr))
      throw new ComposeFailure(lastLines(stderr, 4) || "compose gave no reason");
    throw new LabError("engine", `the container engine does not answer: ${lastLines(stderr, 4)}`, {
      next: "./lab engine status",
    });
  } finally {
    options.signal.removeEventListener("abort", endGroup);
    await forget?.();
  }
}
