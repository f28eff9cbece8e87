import type { Stage } from "../model/stage.ts";
import type { Topology, TopologyServer } from "../model/topology.ts";
import { isPlain } from "./stage/merge.ts";
import { readMerged } from "./stage/read-stage.ts";
import { mapsOf, namesIn, networkOwner, networksOf, type Service } from "./stage/services.ts";

/** The picture of a stage that could be read: who asks whom comes from its services' `depends_on`. */
export function topologyOf(stage: Stage, composeDir: string): Topology {
  const read = readMerged(composeDir, stage.name, stage.variant);
  return topologyIn(stage, "source" in read ? read.source.value : {});
}

/** The same from a compose file's value; without its services nobody is known to ask anybody. */
export function topologyIn(stage: Pick<Stage, "servers" | "entry">, composeFile: unknown): Topology {
  const services = mapsOf(isPlain(composeFile) ? composeFile.services : undefined);
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
  const named = stage.servers.filter(({ sandbox, services: own }) =>
    [...own, ...(sandbox ? [sandbox] : [])].some((one) => isCalled(stage.entry.host, services.get(one))),
  );
  const beside = named.map(({ name }) => name).filter((name) => name !== entry);
  return {
    entry: {
      server: entry ?? stage.entry.service,
      port: stage.entry.port,
      ...(beside.length > 0 && { beside }),
    },
    servers,
  };
}

/** Whether a service has that name on one of its networks. */
function isCalled(host: string | undefined, service: Service | undefined): boolean {
  if (host === undefined) return false;
  return [...mapsOf(service?.networks).values()].some((network) => namesIn(network.aliases).includes(host));
}
