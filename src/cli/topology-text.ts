import { machineTypes } from "../model/machines.ts";
import type { Topology, TopologyServer } from "../model/topology.ts";

/**
 * A stage as a tree: users, the server they reach, and below each server those it asks. `textOf` says what stands there
 * of a server: what it is made of, unless told otherwise.
 */
export function topologyLines(
  { entry, servers }: Topology,
  textOf: (server: TopologyServer, port?: number) => string = serverText,
): string[] {
  const byName = new Map(servers.map((server) => [server.name, server]));
  const drawn = new Set<string>();
  const lines = ["users"];
  const draw = (name: string, before: string, last: boolean, port?: number): void => {
    const server = byName.get(name);
    const again = drawn.has(name);
    const text = server && !again ? textOf(server, port) : name;
    lines.push(`${before}${last ? "└─ " : "├─ "}${text}`);
    if (!server || again) return;
    drawn.add(name);
    const below = before + (last ? "   " : "│  ");
    server.asks.forEach((asked, index) => {
      draw(asked, below, index === server.asks.length - 1);
    });
  };
  draw(entry.server, "", true, entry.port);
  // servers that nobody is said to ask still belong to the picture
  for (const { name } of servers) if (!drawn.has(name)) draw(name, "", true);
  return lines;
}

function serverText(server: TopologyServer, port?: number): string {
  const { cpus, memoryMiB } = machineTypes[server.type];
  const inside = server.services.join(" + ");
  const services = inside === server.name ? "" : `: ${inside}`;
  return `${server.name}${services} [${server.type}: ${cpus} cpu, ${memoryMiB} MiB; ${server.networks.join(", ")}]${port === undefined ? "" : `, port ${port}`}`;
}
