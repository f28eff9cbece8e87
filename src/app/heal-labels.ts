import { asking, type DockerClient } from "../docker/access.ts";
import { helperRole } from "../docker/helpers.ts";
import { sweepEverything } from "../faults/network/frame.ts";
import { labels } from "../model/labels.ts";
import { cpusOf } from "../model/machines.ts";
import type { RunningStage } from "../model/stage.ts";
import type { FaultRoom } from "./fault-room.ts";
import { stagesUp } from "./up.ts";

/**
 * Puts a stage that is up right by what the engine tells alone, without any journal: helpers of faults and the network
 * rules they left, paused containers, servers that do not run, processor limits that are not their machine type's.
 * Says what was done.
 */
export async function sweepByLabels(
  docker: DockerClient,
  room: FaultRoom,
  run: string,
  root: string,
): Promise<string[]> {
  const stage = stagesUp(root).find((one) => one.run === run)?.stage;
  // whoever wants to break something now waits until we are done
  return room.journal.exclusively(async () => {
    // a fault that somebody holds right now is his; without a journal nobody holds one
    if (room.journal.open().length > 0) return [];
    const done: string[] = [];
    if (stage) done.push(...(await sweepNetworks(room, stage)));
    done.push(...(await removeHelpers(docker, room, run)));
    if (stage) done.push(...(await wakeServers(room, stage)), ...(await restoreCpus(room, stage)));
    return done;
  });
}

/** In every server's network namespace, whether the helper that set rules there still lives or not. */
async function sweepNetworks({ reach, helpers }: FaultRoom, stage: RunningStage): Promise<string[]> {
  const owners = stage.servers.flatMap((server) => (server.sandbox ? [server.sandbox] : server.containers));
  const done = await Promise.all(
    owners.map(async ({ id, service }) => {
      if (!(await reach.containers.state(id)).running) return []; // its namespace is gone
      const swept = await sweepEverything(await helpers.warm({ kind: "network", of: id }), reach);
      return swept === "" ? [] : [`network rules of ${service} removed (${swept.split("\n").join(", ")})`];
    }),
  );
  return done.flat();
}

async function removeHelpers(docker: DockerClient, { helpers }: FaultRoom, run: string): Promise<string[]> {
  const list = await asking(
    docker.listContainers({
      all: true,
      filters: { label: [`${labels.run}=${run}`, `${labels.role}=${helperRole}`] },
    }),
  );
  await Promise.all(list.map((one) => helpers.remove(one.Id)));
  // the warm ones are our own of a moment ago
  const faults = new Set(list.flatMap((one) => one.Labels[labels.fault] ?? []));
  return [...faults].map((fault) => `helper of fault ${fault} removed`);
}

async function wakeServers({ reach }: FaultRoom, stage: RunningStage): Promise<string[]> {
  const done: string[] = [];
  // what owns an address first: the others cannot start without it
  const sandboxes = stage.servers.flatMap((server) => server.sandbox ?? []);
  for (const { id, service } of [...sandboxes, ...stage.servers.flatMap((server) => server.containers)]) {
    const state = await reach.containers.state(id);
    if (state.paused) {
      await reach.containers.unpause(id);
      done.push(`${service} unpaused`);
    } else if (state.exists && !state.running) {
      await reach.containers.start(id);
      done.push(`${service} started`);
    }
  }
  return done;
}

/** Only servers of one container have the whole of their type's processor time; shared quotas are set by the stage. */
async function restoreCpus({ reach }: FaultRoom, stage: RunningStage): Promise<string[]> {
  const done: string[] = [];
  for (const server of stage.servers) {
    const [only, another] = server.containers;
    if (!only || another || server.cgroup !== undefined) continue;
    const cpus = cpusOf(server);
    if (!(await reach.containers.state(only.id)).exists) continue;
    if ((await reach.containers.limits(only.id)).cpus === cpus) continue;
    await reach.containers.setCpus(only.id, cpus);
    done.push(`${only.service} has its ${cpus} cores again`);
  }
  return done;
}
