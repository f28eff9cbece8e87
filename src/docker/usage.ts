import { cpus } from "node:os";
import type Docker from "dockerode";
import type { ContainerUsage } from "../model/event.ts";
import type { UsagePort } from "../model/ports.ts";
import { asking } from "./access.ts";

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

/** Reads each container's counters once; a container that is down has none and is left out. */
export function createUsagePort(docker: Docker): UsagePort {
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
        memoryMiB: memoryMiB(stats),
        rxBytes: summed(stats, "rx_bytes"),
        txBytes: summed(stats, "tx_bytes"),
      },
    ];
  };
  return {
    async usage(stage) {
      const all = stage.servers.flatMap((server) =>
        // the sandbox counts the network traffic of those who share its address
        [...server.containers, ...(server.sandbox ? [server.sandbox] : [])].map((container) =>
          one(server.name, container.service, container.id),
        ),
      );
      return { containers: (await Promise.all(all)).flat(), hostCpuSeconds: hostCpuSeconds() };
    },
  };
}
