import { LabError } from "../../model/errors.ts";
import type { StageContainer } from "../../model/stage.ts";
import type { Fault, Reach, Strike } from "../fault.ts";

/** A disk of a server's own: a container that has it mounted, and where. */
interface Disk {
  server: string;
  container: StageContainer;
  path: string;
}

/** What a helper sees of a disk: devices (of the disk, of its own root, of the engine's data) and its size in bytes. */
export interface DiskLook {
  disk: number;
  root: number;
  engine: number;
  bytes: number;
}

const largestBytes = 2 * 1024 ** 3;

/** Why filling it would do harm outside the server; undefined when it can be filled. */
export function harmOf(look: DiskLook): string | undefined {
  const { disk, root, engine, bytes } = look;
  if (disk === root || disk === engine)
    return "it is no file system of its own: filling it would fill the host's disk";
  if (bytes >= largestBytes) return "it has no small size of its own: filling it would fill the host's disk";
  return undefined;
}

// the engine mounts /etc/hosts from its own data into every container
const lookScript = `
set -e
echo "$(stat -c %d "$1") $(stat -c %d /) $(stat -c %d /etc/hosts) $(($(stat -f -c %S "$1") * $(stat -f -c %b "$1")))"`;

// Removes its file when the time is up and when it is told to end. What others give up meanwhile is taken, too: an
// upload that fails leaves its room behind.
const fillScript = `
trap 'rm -f "$1"; exit 0' TERM INT
sleep "$2" &
timer=$!
dd if=/dev/zero of="$1" bs=1M 2>/dev/null
while kill -0 $timer 2>/dev/null; do
  while printf %4096s >>"$1"; do :; done 2>/dev/null
  sleep 0.2
done
rm -f "$1"`;

const tryScript = `
LC_ALL=C dd if=/dev/zero of="$1" bs=4096 count=1 2>&1
rm -f "$1"`;

/** Hidden, and known by the fault's name. */
export const fillFile = (disk: { path: string }, id: string): string => `${disk.path}/.stagecraft-${id}`;

/** The disks of the target's servers. Throws LabError `fault` when one has none. */
export function disksOf({ stage, target }: Pick<Strike, "stage" | "target">): Disk[] {
  const withDisk = stage.servers.flatMap((server): Disk[] => {
    const container = server.containers.find((one) => one.service === server.disk?.service);
    return server.disk && container ? [{ server: server.name, container, path: server.disk.path }] : [];
  });
  const without = target.servers.find((name) => !withDisk.some((disk) => disk.server === name));
  if (without === undefined) return withDisk.filter((disk) => target.servers.includes(disk.server));
  const names = withDisk.map((disk) => disk.server).join(", ");
  throw new LabError("fault", `${without} has no disk of its own that could be filled`, {
    next: names === "" ? "no server of this stage has one" : `servers that have one: ${names}`,
  });
}

const helperOf = ({ container }: Disk, reach: Reach): Promise<string> =>
  reach.helpers.warm({ kind: "volumes", of: container.id });

async function checkHarmless(disk: Disk, reach: Reach): Promise<void> {
  const helper = await helperOf(disk, reach);
  const { code, output } = await reach.containers.exec(helper, ["sh", "-c", lookScript, "look", disk.path]);
  const [own, root, engine, bytes] = output.trim().split(" ").map(Number);
  const harm =
    code === 0
      ? harmOf({ disk: own!, root: root!, engine: engine!, bytes: bytes! })
      : "it is no volume, or cannot be looked at: filling it might fill the host's disk";
  if (harm === undefined) return;
  throw new LabError("fault", `the disk ${disk.path} of ${disk.server} is not filled: ${harm}`, {
    next: "name a size-capped volume as its disk: driver_opts with type tmpfs and a size",
  });
}

async function isFull(disk: Disk, { id, reach }: Strike): Promise<boolean> {
  if (!(await reach.containers.state(disk.container.id)).exists) return false;
  const helper = await helperOf(disk, reach);
  const probe = `${fillFile(disk, id)}-probe`;
  const { output } = await reach.containers.exec(helper, ["sh", "-c", tryScript, "try", probe]);
  return output.includes("No space left on device");
}

/** Fills the disk of each server of the target to the last byte, from a helper that sees its volumes. */
export const diskFull: Fault = {
  kind: "disk-full",
  async warm(strike) {
    await Promise.all(disksOf(strike).map((disk) => checkHarmless(disk, strike.reach)));
  },
  plan: async (strike) => [
    // it would go on filling
    { do: "helpers" },
    ...disksOf(strike).map((disk) => ({
      do: "file" as const,
      volumesOf: disk.container.id,
      path: fillFile(disk, strike.id),
    })),
  ],
  async inject(strike) {
    const { id, ttlMs, reach } = strike;
    const disks = disksOf(strike);
    for (const disk of disks) await checkHarmless(disk, reach);
    const fill = (disk: Disk) =>
      reach.helpers.start({ kind: "volumes", of: disk.container.id }, id, [
        "sh",
        "-c",
        fillScript,
        "fill",
        fillFile(disk, id),
        String(ttlMs / 1000),
      ]);
    await Promise.all(disks.map(fill));
    return `filled ${disks.map((disk) => `${disk.path} of ${disk.server}`).join(", ")}`;
  },
  async verify(strike) {
    return (await Promise.all(disksOf(strike).map((disk) => isFull(disk, strike)))).every(Boolean);
  },
  async gone(strike) {
    return !(await Promise.all(disksOf(strike).map((disk) => isFull(disk, strike)))).some(Boolean);
  },
};
