import type Docker from "dockerode";
import { LabError } from "../../model/errors.ts";
import { labels } from "../../model/labels.ts";
import { runOneShot } from "../one-shot.ts";
import { quotaWithin, usualPeriodUs } from "./period.ts";
import { type QuotaOwner, quotaPlace } from "./place.ts";
import { cgroupfsScript, removeScript, systemdScript } from "./scripts.ts";

/** A quota that several containers share; without a period it has the kernel's own. */
export interface SharedQuota {
  cpus: number;
  periodUs?: number | undefined;
  memoryMiB: number;
}

/** Where a quota was made. */
export interface MadeQuota {
  /** What compose's `cgroup_parent` takes. */
  parent: string;
  /** Path below the root of the cgroup tree. */
  path: string;
}

// the helper sees the host's tree, and its first process where systemd must be asked
const host = {
  Privileged: true,
  PidMode: "host",
  CgroupnsMode: "host",
  Binds: ["/sys/fs/cgroup:/sys/fs/cgroup:rw"],
};

const ownLabels = (run: string, home: string) => ({
  [labels.run]: run,
  [labels.home]: home,
  [labels.role]: "helper",
});

/**
 * Makes the shared quota and reads it back; the first container under it will be throttled together with the others.
 * `driver` is the engine's (`docker info`): under `systemd` a limit that is only written would be gone with systemd's
 * next look at the slice, so systemd sets it. Throws LabError `engine` when the quota is not what was asked.
 */
export async function setSharedQuota(
  docker: Docker,
  options: { toolsImage: string; driver: string; home: string },
  owner: QuotaOwner,
  quota: SharedQuota,
): Promise<MadeQuota> {
  const place = quotaPlace(options.driver, owner);
  if (place === undefined) {
    throw new LabError(
      "engine",
      `the engine's cgroup driver is "${options.driver}": it has no shared limits`,
    );
  }
  const bytes = quota.memoryMiB * 1024 * 1024;
  const { quotaUs, periodUs } = quotaWithin(quota.cpus, quota.periodUs ?? usualPeriodUs);
  const args = [quotaUs, periodUs, bytes].map(String);
  const [script, name] =
    options.driver === "systemd" ? [systemdScript, place.parent] : [cgroupfsScript, place.path];
  await runOneShot(docker, {
    image: options.toolsImage,
    command: ["sh", "-c", script, "set-quota", place.path, name, ...args],
    labels: ownLabels(owner.run, options.home),
    host,
  });
  return place;
}

/** Removes the quotas of ended runs, in every hierarchy and whichever driver they were made under. */
export async function removeQuotas(
  docker: Docker,
  toolsImage: string,
  runs: readonly string[],
  home: string,
): Promise<{ removed: string[]; left: string[] }> {
  if (runs.length === 0) return { removed: [], left: [] };
  const said = await runOneShot(docker, {
    image: toolsImage,
    command: ["sh", "-c", removeScript, "remove-quotas", ...runs],
    labels: ownLabels("clean", home),
    host,
  });
  const named = (word: string) =>
    said
      .split("\n")
      .flatMap((line) => (line.startsWith(`${word} `) ? [line.slice(word.length + 1).trim()] : []));
  return { removed: named("removed"), left: named("left") };
}
