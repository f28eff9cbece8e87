import { readFileSync } from "node:fs";
import { join } from "node:path";
import { topologyIn } from "../catalog/topology.ts";
import { containerStates } from "../docker/container-states.ts";
import { createUsagePort } from "../docker/usage.ts";
import { openFaults, readJournal } from "../faults/journal.ts";
import type { ContainerUsage } from "../model/event.ts";
import type { ServerLook, StageLook } from "../model/look.ts";
import { cpusOf } from "../model/machines.ts";
import type { RunningServer, RunningStage } from "../model/stage.ts";
import type { Topology } from "../model/topology.ts";
import { runsDir } from "./run-folder.ts";
import { type AppContext, openRunningSession, type Session } from "./session.ts";
import { chooseRun } from "./up.ts";
import { startWatch } from "./watch.ts";
import { workerFile } from "./worker-file.ts";

export interface WatchWish {
  run?: string;
  path: string;
  ratePerS: number;
  forMs: number;
  /** Ends it before its time. */
  until: AbortSignal;
}

/** The contract of `watch --json`. */
export interface Watched {
  run: string;
  stage: string;
  /** One a second, the first one aside: a share of CPU takes two looks. */
  looks: StageLook[];
}

/** Looks at a stage that is up, under a light load, about once a second; breaks nothing. */
export async function watchStage(
  context: AppContext,
  wish: WatchWish,
  onLook: (looks: readonly StageLook[], topology: Topology) => void,
): Promise<Watched> {
  const { run, stage } = chooseRun(context.root, wish.run);
  const session = await openRunningSession(context);
  const topology = topologyUp(stage);
  const looks: StageLook[] = [];
  let served = new Map<string, number>();
  const watch = startWatch({
    url: stage.url,
    path: wish.path,
    ratePerS: wish.ratePerS,
    workerFile: workerFile(context.root),
    onSecond: (_, answers) => {
      served = answers;
    },
  });
  try {
    const signal = AbortSignal.any([context.signal, wish.until]);
    const look = eye(session, stage, run, context.root);
    await look(new Map());
    const end = Date.now() + wish.forMs;
    while (Date.now() < end) {
      const users = await watch.next(signal);
      looks.push({ users, ...(await look(served)) });
      onLook(looks, topology);
    }
  } catch (thrown) {
    // somebody has seen enough
    if (!wish.until.aborted) throw thrown;
  } finally {
    await watch.stop();
  }
  return { run, stage: stage.alias, looks };
}

/** The picture of a stage that is up, from the file that brought it up. */
function topologyUp({ composeFile, inside, servers }: RunningStage): Topology {
  const specs = servers.map((server) => ({
    name: server.name,
    type: server.type,
    services: server.containers.map(({ service }) => service),
    ...(server.sandbox && { sandbox: server.sandbox.service }),
  }));
  const entry = { service: inside.service ?? inside.host, port: inside.port };
  return topologyIn({ servers: specs, entry }, JSON.parse(readFileSync(composeFile, "utf8")));
}

/** Looks at the servers; shares of CPU are since the look before. */
function eye({ docker }: Session, stage: RunningStage, run: string, root: string) {
  const usage = createUsagePort(docker);
  let before: { atMs: number; cpuS: ReadonlyMap<string, number> } | undefined;
  return async (served: ReadonlyMap<string, number>): Promise<Omit<StageLook, "users">> => {
    const [{ containers }, states] = await Promise.all([usage.usage(stage), containerStates(docker, run)]);
    const now = { atMs: Date.now(), cpuS: cpuSecondsOf(containers) };
    const servers = stage.servers.map((server): ServerLook => {
      const [was, is] = [before?.cpuS.get(server.name), now.cpuS.get(server.name)];
      const cores = cpusOf(server);
      const spentS = was === undefined || is === undefined ? undefined : is - was;
      return {
        name: server.name,
        state: worst(server, states),
        answers: served.get(server.name) ?? 0,
        cpuShare:
          // a counter that went back is that of a new process
          spentS === undefined || spentS < 0 ? null : spentS / ((now.atMs - before!.atMs) / 1000) / cores,
      };
    });
    before = now;
    const faults = openFaults(readJournal(join(runsDir(root), run)));
    return { servers, faults: faults.map(({ kind, target }) => ({ kind, target })) };
  };
}

function cpuSecondsOf(containers: readonly ContainerUsage[]): Map<string, number> {
  const sums = new Map<string, number>();
  for (const { server, cpuSeconds } of containers) sums.set(server, (sums.get(server) ?? 0) + cpuSeconds);
  return sums;
}

const badness: readonly ServerLook["state"][] = ["up", "ill", "paused", "down"];

/** A server is as well as the worst of its containers. */
function worst(server: RunningServer, states: ReadonlyMap<string, ServerLook["state"]>): ServerLook["state"] {
  const found = server.containers.map(({ id }) => badness.indexOf(states.get(id) ?? "down"));
  return badness[Math.max(...found, 0)]!;
}
