import { machineTypes } from "../model/machines.ts";
import type { Stage } from "../model/stage.ts";

/** What the client container that makes the load may use. */
export const clientMemoryMiB = 256;

/** What running a lab asks of the machine: its stages come up one after the other, so the largest one counts. */
export interface Bill {
  memoryMiB: number;
  containers: number;
  diskMiB: number;
}

/** Memory of all servers, helpers and the client; containers with the client. */
export function stageNeeds(stage: Stage): { memoryMiB: number; containers: number } {
  const memory = stage.servers.map((server) => machineTypes[server.type].memoryMiB);
  const containers = stage.servers.map(
    (server) => server.services.length + (server.sandbox === undefined ? 0 : 1),
  );
  // a helper that stays has a limit; one-shots are over when the load comes
  const helpers = (stage.helpers ?? []).map((one) => one.memoryMiB).filter((mib) => mib > 0);
  const sum = (numbers: number[]) => numbers.reduce((total, one) => total + one, 0);
  return {
    memoryMiB: sum([...memory, ...helpers]) + clientMemoryMiB,
    containers: sum(containers) + helpers.length + 1,
  };
}

/** The bill of stages that come up in turn; `diskMiB` is told the images' names (those of servers and client). */
export function billOf(stages: Iterable<Stage>, diskMiB: (images: readonly string[]) => number): Bill {
  const all = [...stages];
  const needs = all.map(stageNeeds);
  const images = new Set(["node", ...all.flatMap((stage) => stage.images)]);
  return {
    memoryMiB: Math.max(0, ...needs.map((one) => one.memoryMiB)),
    containers: Math.max(0, ...needs.map((one) => one.containers)),
    diskMiB: all.length === 0 ? 0 : Math.ceil(diskMiB([...images].sort())),
  };
}
