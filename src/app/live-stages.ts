import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { LabError } from "../model/errors.ts";
import { nearest } from "../model/nearest.ts";
import type { RunningStage } from "../model/stage.ts";
import { readOwners, runsDir } from "./run-folder.ts";
import { chooseRun, stagesUp } from "./up.ts";

export interface LiveStage {
  run: string;
  stage: RunningStage;
}

/** Stages of this checkout that `up` left up, and those of runs that are under way: whoever looks on may go in. */
export function liveStages(root: string): LiveStage[] {
  const busy = [...readOwners(root).values()].filter(
    (owner) => owner.state === "busy" && isAlive(owner.controller),
  );
  return [
    ...stagesUp(root),
    ...busy.flatMap(({ run }) => {
      const latest = runningFiles(root, run).at(-1);
      return latest ? [{ run, stage: latest }] : [];
    }),
  ];
}

// a run brings its stages up one after the other: the one whose record is the newest is the one that is up
function runningFiles(root: string, run: string): RunningStage[] {
  const folder = join(runsDir(root), run, "stages");
  try {
    const names = readdirSync(folder).filter((name) => name.endsWith(".running.json"));
    const read = names.map((name) => {
      const text = readFileSync(join(folder, name), "utf8");
      return JSON.parse(text) as RunningStage;
    });
    const order = upsIn(root, run);
    return read
      .filter((stage) => order.includes(stage.alias))
      .sort((a, b) => order.lastIndexOf(a.alias) - order.lastIndexOf(b.alias));
  } catch {
    return []; // being written just now, or never was
  }
}

/** Aliases of stages that came up and did not go down again, in order. */
function upsIn(root: string, run: string): string[] {
  const up: string[] = [];
  for (const line of readFileSync(join(runsDir(root), run, "events.ndjson"), "utf8").split("\n")) {
    if (line.includes('"stage-up"')) up.push((JSON.parse(line) as { on: string }).on);
    if (line.includes('"stage-down"')) up.splice(up.lastIndexOf((JSON.parse(line) as { on: string }).on), 1);
  }
  return up;
}

function isAlive(controller: { pid: number } | undefined): boolean {
  if (!controller) return false;
  try {
    process.kill(controller.pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** The stage that is meant: of the named run, or the only one; one that `up` left up before one that is measured. */
export function chooseLive(root: string, run: string | undefined): LiveStage {
  const live = liveStages(root);
  if (run !== undefined) {
    const found = live.find((one) => one.run === run);
    if (found) return found;
  }
  return live.length === 1 && run === undefined ? live[0]! : chooseRun(root, run);
}

/** The compose service that a name means: itself, or the first of the server that has it. */
export function serviceIn(stage: RunningStage, name: string): { service: string } | { known: string[] } {
  const servers = stage.servers.map((server) => ({
    name: server.name,
    services: [...(server.sandbox ? [server.sandbox] : []), ...server.containers].map((one) => one.service),
  }));
  const all = [...new Set([...servers.flatMap((server) => server.services), ...helpersOf(stage)])];
  if (all.includes(name)) return { service: name };
  const container = stage.servers.flatMap((server) => server.containers).find((one) => one.name === name);
  if (container) return { service: container.service };
  const server = servers.find((one) => one.name === name);
  // the process that does the work, not the host that owns the address
  const [service] =
    stage.servers.find((one) => one.name === name)?.containers.map((one) => one.service) ?? [];
  if (server && service !== undefined) return { service };
  return { known: [...new Set([...servers.map((one) => one.name), ...all])] };
}

/** Services of the stage's file that are part of no server, such as an operator's laptop. */
function helpersOf({ composeFile }: RunningStage): string[] {
  try {
    const compose = JSON.parse(readFileSync(composeFile, "utf8")) as { services?: Record<string, unknown> };
    return Object.keys(compose.services ?? {});
  } catch {
    return [];
  }
}

/** The same, or an error that says which names there are. */
export function serviceNamed(stage: RunningStage, name: string): string {
  const found = serviceIn(stage, name);
  if ("service" in found) return found.service;
  const near = nearest(name, found.known);
  throw new LabError("usage", `the stage ${stage.alias} has no server or service "${name}"`, {
    next: near === undefined ? `choose from: ${found.known.join(", ")}` : `did you mean ${near}?`,
  });
}
