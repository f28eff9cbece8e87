import { cpus } from "node:os";
import type Docker from "dockerode";
import type { ContainerUsage } from "../model/event.ts";
import type { Usage, UsagePort } from "../model/ports.ts";
import type { RunningStage } from "../model/stage.ts";
import { asking } from "./access.ts";
import { hostUsage } from "./host-usage.ts";
import { readGroupCpuS, readSharedQuota } from "./quota/cpu-stat.ts";

const nsPerS = 1e9;
const bytesPerMiB = 1024 * 1024;

/** Page cache can be dropped at any time, so it does not count as in use (cgroup v1 and v2 name it differently). */
function memoryMiB(stats: Docker.ContainerStats): number {
  const { usage = 0, stats: detail } = stats.memory_stats ?? {};
  const cache = (detail as { inactive_file?: number; total_inactive_file?: number } | undefined) ?? {};
  return Math.max(0, usage - (cache.total_inactive_file ?? cache.inactive_file ?? 0)) / bytesPerMiB;
}

function summed(stats: Docker.ContainerStats, key: "rx_bytes" | "tx_bytes"): number {
  return Object.values(stats.networks ?? {}).reduce((sum, network) => sum + network[key], 0);
}

const msPerS = 1000;

/** CPU time of the whole host, idle time aside. */
function hostCpuSeconds(): number {
  return cpus().reduce((sum, { times }) => sum + times.user + times.nice + times.sys + times.irq, 0) / msPerS;
}

/** Counters of the quotas that containers share, of those that can be read. */
async function sharedQuotas({ servers }: RunningStage): Promise<NonNullable<Usage["quotas"]>> {
  const read = servers.map(async ({ name, cgroup }) => {
    const found = cgroup === undefined ? undefined : await readSharedQuota(cgroup);
    return found ? [{ server: name, ...found }] : [];
  });
  return (await Promise.all(read)).flat();
}

/** What a shared quota's group used beside the containers that it has now: ended ones, and what a fault put there. */
async function besideContainers(
  { servers }: RunningStage,
  containers: readonly ContainerUsage[],
): Promise<Record<string, number>> {
  const used = servers.map(async ({ name, cgroup }): Promise<[string, number][]> => {
    const group = cgroup === undefined ? undefined : await readGroupCpuS(cgroup);
    if (group === undefined) return [];
    const own = containers.filter(({ server }) => server === name);
    return [[`beside ${name}`, Math.max(0, group - own.reduce((sum, one) => sum + one.cpuSeconds, 0))]];
  });
  return Object.fromEntries((await Promise.all(used)).flat());
}

/**
 * Reads each container's counters once; a container that is down has none and is left out. With a run, the host's, too,
 * and what of them is the run's.
 */
export function createUsagePort(docker: Docker, run?: string): UsagePort {
  const one = async (server: string, service: string, id: string): Promise<ContainerUsage[]> => {
    const stats = (await asking(
      docker.getContainer(id).stats({ stream: false, "one-shot": true }),
    )) as Docker.ContainerStats;
    const cpu = stats.cpu_stats;
    if (!cpu?.cpu_usage?.total_usage) return [];
    return [
      {
        server,
        service,
        cpuSeconds: cpu.cpu_usage.total_usage / nsPerS,
        throttledSeconds: (cpu.throttling_data?.throttled_time ?? 0) / nsPerS,
        periods: cpu.throttling_data?.periods ?? 0,
        throttledPeriods: cpu.throttling_data?.throttled_periods ?? 0,
        memoryMiB: memoryMiB(stats),
        rxBytes: summed(stats, "rx_bytes"),
        txBytes: summed(stats, "tx_bytes"),
      },
    ];
  };
  return {
    async usage(stage) {
      const host = run === undefined ? undefined : await hostUsage(docker, run);
      const hostCpu = hostCpuSeconds();
      const all = stage.servers.flatMap((server) =>
        // the sandbox counts the network traffic of those who share its address
        [...server.containers, ...(server.sandbox ? [server.sandbox] : [])].map((container) =>
          one(server.name, container.service, container.id),
        ),
      );
      const containers = (await Promise.all(all)).flat();
      const beside = host && (await besideContainers(stage, containers));
      return {
        containers,
        hostCpuSeconds: hostCpu,
        quotas: await sharedQuotas(stage),
        ...(host && { host: { ...host, ours: { ...host.ours, ...beside } } }),
      };
    },
  };
}
