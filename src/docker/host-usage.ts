import { readFile } from "node:fs/promises";
import type Docker from "dockerode";
import type { HostUsage } from "../model/event.ts";
import { labels } from "../model/labels.ts";
import { asking } from "./access.ts";

const ticksPerS = 100;
const nsPerS = 1e9;

/** The host's CPU time from /proc/stat, whose unit is 1/100 s on every architecture. Guests' time is in `user` already. */
export function parseProcStat(
  text: string,
): Pick<HostUsage, "busySeconds" | "stolenSeconds" | "idleSeconds"> | undefined {
  const line = /^cpu +(.+)$/m.exec(text)?.[1];
  if (line === undefined) return undefined;
  const [user = 0, nice = 0, system = 0, idle = 0, iowait = 0, irq = 0, softirq = 0, steal = 0] = line
    .split(" ")
    .map((ticks) => Number(ticks) / ticksPerS);
  return {
    busySeconds: user + nice + system + irq + softirq,
    stolenSeconds: steal,
    idleSeconds: idle + iowait,
  };
}

/** How long a thread waited for a core, in how many turns on one, from /proc/…/schedstat. */
export function parseSchedstat(text: string): Pick<HostUsage, "waitedSeconds" | "turns"> {
  const [, waitedNs = 0, turns = 0] = text.trim().split(" ").map(Number);
  return { waitedSeconds: waitedNs / nsPerS, turns };
}

const textOf = (file: string): Promise<string> => readFile(file, "utf8").catch(() => "");

/** CPU time of each container of a run that runs now: stages, generator, helpers. */
async function runContainers(docker: Docker, run: string): Promise<Record<string, number>> {
  const list = await asking(docker.listContainers({ filters: { label: [`${labels.run}=${run}`] } }));
  const used = list.map(async ({ Id: id }): Promise<[string, number]> => {
    const stats = (await asking(
      docker.getContainer(id).stats({ stream: false, "one-shot": true }),
    )) as Docker.ContainerStats;
    return [id.slice(0, 12), (stats.cpu_stats?.cpu_usage?.total_usage ?? 0) / nsPerS];
  });
  return Object.fromEntries(await Promise.all(used));
}

/**
 * The host's counters, and what of its CPU time is this run's. Undefined where there is no /proc/stat: then the engine
 * has a machine of its own, which this process does not see.
 */
export async function hostUsage(docker: Docker, run: string): Promise<HostUsage | undefined> {
  const host = parseProcStat(await textOf("/proc/stat"));
  if (!host) return undefined;
  const { user, system } = process.cpuUsage();
  const waiting = parseSchedstat(await textOf("/proc/self/schedstat"));
  const ours = { ...(await runContainers(docker, run)), controller: (user + system) / 1e6 };
  return { ...host, ...waiting, ours };
}
