import type Docker from "dockerode";
import { labels } from "../model/labels.ts";
import { runOneShot } from "./one-shot.ts";

/** A quota that several containers share. */
export interface SharedQuota {
  /** Path below the cgroup root, as compose's `cgroup_parent` takes it. */
  parent: string;
  cpus: number;
  memoryMiB: number;
}

/** Our corner of the cgroup tree. */
const root = "stagecraft";

/** Where a server's quota lives. */
export function quotaParent(run: string, alias: string, server: string): string {
  return `/${root}/${run}/${alias}/${server}`;
}

const periodUs = 100_000;

// works on both cgroup versions; ancestors must hand the controllers down on v2
const setScript = `
set -eu
parent=$1 quota=$2 period=$3 bytes=$4
base=/sys/fs/cgroup
if [ -f $base/cgroup.controllers ]; then
  path=$base
  for part in $(echo "$parent" | tr / ' '); do
    echo "+cpu +memory" > $path/cgroup.subtree_control
    path=$path/$part
    mkdir -p $path
  done
  echo "$quota $period" > $path/cpu.max
  echo "$bytes" > $path/memory.max
else
  mkdir -p $base/cpu$parent $base/memory$parent
  echo "$period" > $base/cpu$parent/cpu.cfs_period_us
  echo "$quota" > $base/cpu$parent/cpu.cfs_quota_us
  echo "$bytes" > $base/memory$parent/memory.limit_in_bytes
fi`;

// prints one line for each run's directory it removed (removed NAME) or could not (left NAME)
const removeScript = `
set -u
base=/sys/fs/cgroup
for run in "$@"; do
  find $base -depth -type d -path "*/${root}/$run*" -exec rmdir {} + 2>/dev/null
  if find $base -type d -path "*/${root}/$run" | grep -q .; then echo "left $run"; else echo "removed $run"; fi
done
find $base -maxdepth 2 -type d -name ${root} -exec rmdir {} + 2>/dev/null
exit 0`;

const host = {
  Privileged: true,
  CgroupnsMode: "host",
  Binds: ["/sys/fs/cgroup:/sys/fs/cgroup:rw"],
};

const ownLabels = (run: string, home: string) => ({
  [labels.run]: run,
  [labels.home]: home,
  [labels.role]: "helper",
});

/** Makes the shared quota; the first container under it will be throttled together with the others. */
export async function setSharedQuota(
  docker: Docker,
  toolsImage: string,
  quota: SharedQuota,
  owner: { run: string; home: string },
): Promise<void> {
  const args = [quota.parent, Math.round(quota.cpus * periodUs), periodUs, quota.memoryMiB * 1024 * 1024].map(
    String,
  );
  await runOneShot(docker, {
    image: toolsImage,
    command: ["sh", "-c", setScript, "set-quota", ...args],
    labels: ownLabels(owner.run, owner.home),
    host,
  });
}

/** Removes the quota directories of ended runs, in every hierarchy. */
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
