import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { EngineHandle } from "../docker/engine/handle.ts";
import type { HostFingerprint } from "../model/event.ts";
import { cpuPeriodUs } from "./cpu-period.ts";
import { cpuSpeed } from "./cpu-speed.ts";

/** What the machine and its engine are. */
export function hostFingerprint(engine: EngineHandle, env: NodeJS.ProcessEnv): HostFingerprint {
  const speed = cpuSpeed(env);
  const periodUs = cpuPeriodUs(env);
  return {
    cores: engine.cpus,
    memoryMiB: engine.memoryMiB,
    kernel: engine.kernel,
    platform: engine.operatingSystem,
    engine: engine.version,
    compose: engine.composeVersion,
    cgroup: `v${engine.cgroupVersion} ${engine.cgroupDriver}`,
    node: process.version,
    ...(speed !== 1 && { speed }),
    ...(periodUs !== undefined && { cpuPeriodMs: periodUs / 1000 }),
  };
}

/** Version of this checkout, and its git revision where git knows one. */
export function projectVersion(root: string): { version: string; revision: string } {
  const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { version: string };
  try {
    const git = (...args: string[]) =>
      execFileSync("git", args, { cwd: root, encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }).trim();
    return {
      version,
      revision:
        git("rev-parse", "--short=12", "HEAD") + (git("status", "--porcelain") === "" ? "" : "-dirty"),
    };
  } catch {
    return { version, revision: "unknown" };
  }
}
