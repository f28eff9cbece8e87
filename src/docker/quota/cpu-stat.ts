import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { QuotaUsage } from "../../model/event.ts";

const perSecond = { throttled_time: 1e9, throttled_usec: 1e6 };

/** Counters in a cgroup's cpu.stat, of either version; undefined when it has no quota's. */
export function parseCpuStat(text: string): QuotaUsage | undefined {
  const values = new Map(
    text.split("\n").map((line) => {
      const [name = "", value] = line.split(" ");
      return [name, Number(value)];
    }),
  );
  const [periods, throttledPeriods] = [values.get("nr_periods"), values.get("nr_throttled")];
  if (periods === undefined || throttledPeriods === undefined) return undefined;
  const waited = Object.entries(perSecond).find(([name]) => values.has(name));
  return { periods, throttledPeriods, throttledSeconds: waited ? values.get(waited[0])! / waited[1] : 0 };
}

/**
 * Counters of a shared quota by its path below the root of the cgroup tree; undefined where this process does not see the
 * engine's tree, as with an engine in a virtual machine.
 */
export async function readSharedQuota(
  path: string,
  tree = "/sys/fs/cgroup",
): Promise<QuotaUsage | undefined> {
  // version 1 has a tree for each controller
  for (const folder of [join(tree, "cpu", path), join(tree, path)]) {
    const text = await readFile(join(folder, "cpu.stat"), "utf8").catch(() => undefined);
    if (text !== undefined) return parseCpuStat(text);
  }
  return undefined;
}

/** CPU time in seconds that everything below a shared quota has used, ended containers and guests of a fault included. */
export async function readGroupCpuS(path: string, tree = "/sys/fs/cgroup"): Promise<number | undefined> {
  const text = (file: string) => readFile(file, "utf8").catch(() => undefined);
  const ns = await text(join(tree, "cpuacct", path, "cpuacct.usage"));
  if (ns !== undefined) return Number(ns) / 1e9;
  const us = /^usage_usec (\d+)$/m.exec((await text(join(tree, path, "cpu.stat"))) ?? "")?.[1];
  return us === undefined ? undefined : Number(us) / 1e6;
}
