import type { ServerSpec } from "../../model/stage.ts";
import type { Findings } from "../source/problems.ts";
import type { StageExtension } from "./extension.ts";

/**
 * Zones with the servers that the stage has with its variant; one of which nothing is left is left out. A zone that is
 * called like a server or a service is an error: a target's name means one thing.
 */
export function readZones(
  extension: StageExtension,
  servers: readonly ServerSpec[],
  findings: Findings,
): Record<string, string[]> | undefined {
  if (!extension.zones) return undefined;
  const written = Object.keys(extension.servers);
  const services = Object.values(extension.servers).flatMap((server) => server.services);
  const present = servers.map((server) => server.name);
  const zones: Record<string, string[]> = {};
  for (const [zone, members] of Object.entries(extension.zones)) {
    const path = ["x-stagecraft", "zones", zone];
    const taken = written.includes(zone) ? "server" : services.includes(zone) ? "service" : undefined;
    if (taken) findings.add(path, `a ${taken} is called "${zone}", too`, undefined, "key");
    for (const [index, member] of members.entries()) {
      const takenOut = findings.source.tagOf(["x-stagecraft", "servers", member]) === "!reset";
      if (!takenOut) findings.known([...path, index], "server", member, written);
    }
    const left = members.filter((member) => present.includes(member));
    if (left.length > 0) zones[zone] = left;
  }
  return zones;
}
