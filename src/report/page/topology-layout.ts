import { Graph, layout } from "@dagrejs/dagre";
import { machineTypes } from "../../model/machines.ts";
import type { Topology, TopologyServer } from "../../model/topology.ts";
import { columns } from "../../text/layout.ts";
import { printableLine } from "../../text/printable.ts";

/** Where a box is, and what is written in it; the users are no server. */
export interface Place {
  server?: string;
  lines: string[];
  /** Its middle and its size. */
  x: number;
  y: number;
  width: number;
  height: number;
}

export interface LaidOut {
  places: Place[];
  arrows: { from: string | undefined; to: string; points: { x: number; y: number }[] }[];
  width: number;
  height: number;
}

const users = " users"; // no server can be called so
const letterPx = 6.3;
const gap = 18;
/** From line to line in a box. */
export const lineHeight = 16;

/**
 * Places a stage in layers from the users down, with few crossings. Servers that nobody asks and that ask nobody stand
 * below. `tags` are lines more in a server's box.
 */
export function laidOut(topology: Topology, tags: ReadonlyMap<string, string>, usersText: string): LaidOut {
  const { entry, servers } = topology;
  const boxes = new Map(servers.map((server) => [server.name, boxOf(server, tags.get(server.name))]));
  const asked = [entry.server, ...(entry.beside ?? [])].map((to) => ({ from: users, to }));
  const edges = [...asked, ...servers.flatMap(({ name, asks }) => asks.map((to) => ({ from: name, to })))];
  const known = edges.filter(({ to }) => boxes.has(to));
  const joined = new Set(known.flatMap(({ from, to }) => [from, to]));
  const graph = new Graph();
  graph.setGraph({ rankdir: "TB", nodesep: gap, ranksep: 34, edgesep: 12 });
  graph.setDefaultEdgeLabel(() => ({}));
  graph.setNode(users, { width: columns(usersText) * letterPx + 28, height: 26, lines: [usersText] });
  // the layout sets siblings from right to left
  for (const [name, box] of [...boxes].reverse()) if (joined.has(name)) graph.setNode(name, { ...box });
  for (const { from, to } of known.toReversed()) graph.setEdge(from, to);
  layout(graph);
  const { width = 0, height = 0 } = graph.graph() as { width?: number; height?: number };
  const placed = (graph.nodes() as string[]).map((name) => graph.node(name) as Place);
  const apart = servers.filter(({ name }) => !joined.has(name)).map(({ name }) => boxes.get(name)!);
  const row = inRows(apart, Math.max(width, 300), height + 30);
  return {
    places: [...placed, ...row],
    arrows: known.map(({ from, to }) => ({
      from: from === users ? undefined : from,
      to,
      points: graph.edge(from, to).points,
    })),
    width: Math.max(width, ...row.map((one) => one.x + one.width / 2)),
    height: Math.max(height, ...row.map((one) => one.y + one.height / 2)),
  };
}

type Box = Omit<Place, "x" | "y">;

function boxOf({ name, type, services }: TopologyServer, tag: string | undefined): Box {
  const inside = services.map(printableLine).join(" + ");
  const lines = [
    printableLine(name),
    `${type} · ${machineTypes[type].cpus} cpu`,
    ...(inside === name || inside === "" ? [] : [inside]),
    ...(tag === undefined ? [] : [tag]),
  ];
  const width = Math.min(230, Math.max(100, ...lines.map((line) => columns(line) * letterPx + 18)));
  return { server: name, lines, width, height: lines.length * lineHeight + 14 };
}

function inRows(boxes: readonly Box[], most: number, top: number): Place[] {
  const places: Place[] = [];
  let [left, y, tallest] = [0, top, 0];
  for (const box of boxes) {
    if (left > 0 && left + box.width > most) [left, y, tallest] = [0, y + tallest + gap, 0];
    places.push({ ...box, x: left + box.width / 2, y: y + box.height / 2 });
    left += box.width + gap;
    tallest = Math.max(tallest, box.height);
  }
  return places;
}

/** As many letters as fit into a box. */
export const lettersIn = (width: number): number => Math.floor((width - 8) / letterPx);
