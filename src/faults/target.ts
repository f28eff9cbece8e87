import { LabError } from "../model/errors.ts";
import { choose } from "../model/nearest.ts";
import type { RunningServer, RunningStage } from "../model/stage.ts";
import type { FaultTarget } from "./fault.ts";

function wholeServers(name: string, servers: readonly RunningServer[]): FaultTarget {
  return {
    name,
    containers: servers.flatMap((server) => server.containers),
    networks: servers.flatMap((server) => (server.sandbox ? [server.sandbox] : server.containers)),
    servers: servers.map((server) => server.name),
  };
}

/** Names that a fault can be aimed at. */
export function targetNames(stage: Pick<RunningStage, "servers" | "zones">): string[] {
  const services = stage.servers.flatMap((each) => [each.name, ...each.containers.map((one) => one.service)]);
  return [...new Set([...services, ...Object.keys(stage.zones ?? {})])];
}

/**
 * A server, a zone, the one container of a service's or the engine's name, or several of these with commas between.
 * Throws LabError `usage` that lists the choices.
 */
export function findTarget(stage: RunningStage, name: string): FaultTarget {
  if (name.includes(",")) {
    const parts = name.split(",").map((one) => findTarget(stage, one.trim()));
    const merged = <T>(key: (part: FaultTarget) => T[]): T[] => [...new Set(parts.flatMap(key))];
    return {
      name,
      containers: merged((part) => part.containers),
      networks: merged((part) => part.networks),
      servers: merged((part) => part.servers),
    };
  }
  const server = stage.servers.find((candidate) => candidate.name === name);
  if (server) return wholeServers(name, [server]);
  const zone = stage.zones?.[name];
  if (zone) {
    return wholeServers(
      name,
      stage.servers.filter((one) => zone.includes(one.name)),
    );
  }
  for (const owner of stage.servers) {
    const container = owner.containers.find((one) => one.service === name || one.name === name);
    if (!container) continue;
    return {
      name,
      containers: [container],
      networks: [owner.sandbox ?? container],
      servers: [owner.name],
    };
  }
  throw new LabError("usage", `no server or container is called ${name} in stage ${stage.alias}`, {
    next: choose(name, targetNames(stage), "targets"),
  });
}
