import { readdir, readFile, rmdir } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";

/** Mount points at or under a folder, the deepest first. `mounts` is `/proc/self/mounts`. */
export function mountsUnder(mounts: string, folder: string): string[] {
  return mounts
    .split("\n")
    .map((line) => line.split(" ")[1] ?? "")
    .map((path) => path.replace(/\\(\d{3})/g, (_, octal) => String.fromCharCode(Number.parseInt(octal, 8))))
    .filter((path) => path === folder || path.startsWith(`${folder}/`))
    .reverse();
}

/** Unmounts everything under a folder; what is busy is detached. Returns what stayed. */
export async function unmountUnder(folder: string): Promise<string[]> {
  const left: string[] = [];
  for (const path of mountsUnder(await readFile("/proc/self/mounts", "utf8"), folder)) {
    const plain = await execa("umount", [path], { reject: false });
    if (plain.exitCode === 0) continue;
    const lazy = await execa("umount", ["--lazy", path], { reject: false });
    if (lazy.exitCode !== 0) left.push(`mount ${path}: ${lazy.stderr}`);
  }
  return left;
}

const bridgeName = /^(docker0|docker_gwbridge|br-[0-9a-f]{12})$/;

interface Link {
  ifname: string;
  master?: string;
}

/** Names to delete: the bridges an engine made, after the ports that hang on them. `links` is `ip -json link`. Pure. */
export function linksToDelete(links: readonly Link[]): string[] {
  const bridges = links.map((link) => link.ifname).filter((name) => bridgeName.test(name));
  const ports = links.filter((link) => bridges.includes(link.master ?? "")).map((link) => link.ifname);
  return [...ports, ...bridges];
}

/** Deletes the bridges an engine made. Call when no dockerd runs. Returns what stayed. */
export async function removeBridges(): Promise<string[]> {
  const left: string[] = [];
  // asked of the kernel: /sys/class/net may show another network namespace's
  const { stdout } = await execa("ip", ["-json", "link", "show"]);
  for (const device of linksToDelete(JSON.parse(stdout || "[]"))) {
    const done = await execa("ip", ["link", "delete", device], { reject: false });
    if (done.exitCode !== 0) left.push(`network device ${device}: ${done.stderr}`);
  }
  return left;
}

/** Removes an empty cgroup and the empty ones in it; the kernel refuses those that hold processes. */
async function removeCgroup(path: string): Promise<void> {
  const entries = await readdir(path, { withFileTypes: true }).catch(() => []);
  for (const entry of entries) if (entry.isDirectory()) await removeCgroup(join(path, entry.name));
  await rmdir(path).catch(() => undefined);
}

/** Removes the cgroups of a name, in every hierarchy of cgroup v1 or the one of v2. */
export async function removeCgroups(name: string): Promise<void> {
  const top = "/sys/fs/cgroup";
  await removeCgroup(join(top, name));
  for (const entry of await readdir(top, { withFileTypes: true }).catch(() => [])) {
    if (entry.isDirectory()) await removeCgroup(join(top, entry.name, name));
  }
}
