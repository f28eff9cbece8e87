import type { MachineName } from "../model/machines.ts";
import type { Stage } from "../model/stage.ts";
import { isPlain } from "./stage/merge.ts";
import { readMerged } from "./stage/read-stage.ts";
import { mapsOf, namesIn, networkOwner, networksOf } from "./stage/services.ts";

/** A server in the picture of a stage. */
export interface TopologyServer {
  name: string;
  type: MachineName;
  services: string[];
  /** Other servers that it asks. */
  asks: string[];
  networks: string[];
}

/** Who is there and who asks whom. */
export interface Topology {
  /** Server that users reach first, and at which port. */
  entry: { server: string; port: number };
  servers: TopologyServer[];
}

/** The picture of a stage that could be read: who asks whom comes from its services' `depends_on`. */
export function topologyOf(stage: Stage, composeDir: string): Topology {
  const read = readMerged(composeDir, stage.name, stage.variant);
  const compose = "source" in read && isPlain(read.source.value) ? read.source.value : {};
  const services = mapsOf(compose.services);
  const serverOf = (service: string): string | undefined =>
    stage.servers.find((server) => server.services.includes(service) || server.sandbox === service)?.name;
  const servers = stage.servers.map((server): TopologyServer => {
    const asked = server.services.flatMap((service) =>
      namesIn(services.get(service)?.depends_on).map(serverOf),
    );
    const others = asked.filter((name): name is string => name !== undefined && name !== server.name);
    return {
      name: server.name,
      type: server.type,
      services: server.services,
      asks: [...new Set(others)],
      networks: [...new Set(server.services.flatMap((service) => networksOf(service, services)))],
    };
  });
  const entry = serverOf(stage.entry.service) ?? serverOf(networkOwner(stage.entry.service, services));
  return { entry: { server: entry ?? stage.entry.service, port: stage.entry.port }, servers };
}
