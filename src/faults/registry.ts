import { LabError } from "../model/errors.ts";
import type { Clock, ContainerPort, FaultPort } from "../model/ports.ts";
import type { RunningStage } from "../model/stage.ts";
import type { Fault, FaultTarget, Reach } from "./fault.ts";
import { join } from "./join.ts";
import { kill } from "./kill.ts";
import { partition } from "./partition.ts";

/** Every fault there is, by kind. */
export const faults: ReadonlyMap<string, Fault> = new Map(
  [join, kill, partition].map((fault) => [fault.kind, fault]),
);

/** A server, or the one container of that service name; says what there is when neither matches. */
export function findTarget(stage: RunningStage, name: string): FaultTarget {
  const server = stage.servers.find((candidate) => candidate.name === name);
  if (server) {
    return {
      name,
      containers: server.containers,
      networks: server.sandbox ? [server.sandbox] : server.containers,
    };
  }
  const container = stage.servers.flatMap((each) => each.containers).find((each) => each.service === name);
  if (container) return { name, containers: [container], networks: [container] };
  const names = stage.servers.flatMap((each) => [each.name, ...each.containers.map((one) => one.service)]);
  throw new LabError("usage", `no server or container is called ${name} in stage ${stage.alias}`, {
    next: `choose one of: ${[...new Set(names)].join(", ")}`,
  });
}

function faultOf(kind: string): Fault {
  const fault = faults.get(kind);
  if (fault) return fault;
  throw new LabError("usage", `there is no fault called ${kind}`, {
    next: `choose one of: ${[...faults.keys()].join(", ")}`,
  });
}

/** The faults of this room, reaching containers through the given port. */
export function createFaultPort(containers: ContainerPort, clock: Clock): FaultPort {
  const reach: Reach = {
    containers,
    pause: (ms, signal) => clock.sleep(ms, signal),
    now: () => clock.now(),
  };
  return {
    async prepare(stage, kind, target) {
      await faultOf(kind).prepare?.(findTarget(stage, target), reach);
    },
    async inject(stage, kind, target, params) {
      return faultOf(kind).inject(findTarget(stage, target), params, reach);
    },
  };
}
