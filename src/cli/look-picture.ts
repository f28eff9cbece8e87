import type { ServerLook, StageLook } from "../model/look.ts";
import type { Topology } from "../model/topology.ts";
import { cutTo, pad } from "../text/layout.ts";
import { formatValue } from "../text/numbers.ts";
import { sparkline } from "../text/terminal-page.ts";
import { topologyLines } from "./topology-text.ts";
import type { WalkLayout } from "./walk/layout.ts";

/** Seconds that the line of bars goes back. */
const back = 24;

/** A stage as it is now: what users see, the faults that are on, and each server with its rate. */
export function lookLines(looks: readonly StageLook[], topology: Topology, layout: WalkLayout): string[] {
  const now = looks.at(-1);
  if (!now) return [];
  const { strings, paint, width } = layout;
  const { watch } = strings.walk;
  const names = now.servers.map((server) => server.name.length);
  const byName = new Map(now.servers.map((server) => [server.name, server]));
  const [, ...tree] = topologyLines(topology, ({ name }) => {
    const server = byName.get(name);
    return server ? serverText(server, Math.max(...names), layout) : name;
  });
  const faults = now.faults.map(({ kind, target }) => paint.bad(`${kind} ${target}`));
  return [
    `${pad(watch.users, 9)} ${usersText(looks, layout)}`,
    ...tree,
    faults.length > 0 ? `${watch.on}: ${faults.join(", ")}` : "",
  ].map((line) => cutTo(line, width));
}

function usersText(looks: readonly StageLook[], { strings, paint, language }: WalkLayout): string {
  const { live, watch } = strings.walk;
  const { ok, failed, waiting, p99Ms } = looks.at(-1)!.users;
  const bars = sparkline(looks.slice(-back).map((look) => look.users.ok));
  const bad = `${failed} ${live.failed}`;
  return [
    `${pad(bars, back)} ${ok} ${live.ok}`,
    failed > 0 ? paint.bad(bad) : bad,
    ...(waiting > 0 ? [watch.waiting(waiting)] : []),
    ...(p99Ms === null ? [] : [`p99 ${formatValue(p99Ms, "ms", language)}`]),
  ].join(", ");
}

function serverText(
  { name, state, answers, cpuShare }: ServerLook,
  width: number,
  { strings, paint }: WalkLayout,
): string {
  const painted = { up: paint.good, ill: paint.doubtful, paused: paint.bad, down: paint.bad }[state];
  const rate = answers > 0 ? `  ${answers}/s` : "";
  // whole percents: more digits would flicker
  const cpu =
    cpuShare === null || state === "down" ? "" : `  cpu ${Math.round(Math.min(1, cpuShare) * 100)} %`;
  return `${pad(name, width)}  ${painted(strings.walk.watch.states[state])}${cpu}${rate}`;
}
