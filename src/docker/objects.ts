import { setTimeout as sleep } from "node:timers/promises";
import type Docker from "dockerode";
import { labels } from "../model/labels.ts";
import { asking, statusOf } from "./access.ts";

export type ObjectKind = "containers" | "networks" | "volumes";

/** An object of ours at the engine. */
export interface EngineObject {
  kind: ObjectKind;
  id: string;
  name: string;
  labels: Record<string, string>;
}

/** Docker's label filters: `key` or `key=value`; all must match. */
export type LabelFilter = readonly string[];

/** Every container, network and volume that carries the labels. */
export async function listObjects(docker: Docker, filter: LabelFilter): Promise<EngineObject[]> {
  const filters = { label: [...filter] };
  const [containers, networks, volumes] = await asking(
    Promise.all([
      docker.listContainers({ all: true, filters }),
      docker.listNetworks({ filters }),
      docker.listVolumes({ filters }),
    ]),
  );
  return [
    ...containers.map(
      (one): EngineObject => ({
        kind: "containers",
        id: one.Id,
        name: one.Names[0]?.slice(1) ?? one.Id,
        labels: one.Labels,
      }),
    ),
    ...networks.map(
      (one): EngineObject => ({ kind: "networks", id: one.Id, name: one.Name, labels: one.Labels ?? {} }),
    ),
    ...(volumes.Volumes ?? []).map(
      (one): EngineObject => ({
        kind: "volumes",
        id: one.Name,
        name: one.Name,
        labels: one.Labels ?? {},
      }),
    ),
  ];
}

/** Removes one object; true when it is gone. Something in use is left for the next round. */
async function removeObject(docker: Docker, object: EngineObject): Promise<boolean> {
  try {
    if (object.kind === "containers") await docker.getContainer(object.id).remove({ force: true, v: true });
    else if (object.kind === "networks") await docker.getNetwork(object.id).remove();
    else await docker.getVolume(object.id).remove();
    return true;
  } catch (thrown) {
    const status = statusOf(thrown);
    if (status === 404) return true;
    if (status !== undefined) return false; // in use, or already being removed: the next round sees
    return asking(Promise.reject(thrown));
  }
}

export interface Removal {
  removed: Record<ObjectKind, number>;
  left: EngineObject[];
}

const order: readonly ObjectKind[] = ["containers", "networks", "volumes"];
const pauseMs = 250;
const mostRounds = 40;

/**
 * Removes everything the filter selects, again and again until `quietRounds` looks in a row find nothing
 * (a dying compose process may still be creating). What is left after the last round is listed.
 */
export async function removeObjects(
  docker: Docker,
  select: () => Promise<EngineObject[]>,
  quietRounds: number,
): Promise<Removal> {
  const seen = new Set<string>();
  const removed: Record<ObjectKind, number> = { containers: 0, networks: 0, volumes: 0 };
  let left: EngineObject[] = [];
  let quiet = 0;
  for (let round = 0; round < mostRounds && quiet < quietRounds; round++) {
    left = await select();
    if (left.length === 0) {
      quiet += 1;
    } else {
      quiet = 0;
      for (const kind of order) {
        const ofKind = left.filter((object) => object.kind === kind);
        const gone = await Promise.all(ofKind.map((object) => removeObject(docker, object)));
        ofKind.forEach((object, index) => {
          if (!gone[index] || seen.has(object.id)) return;
          seen.add(object.id);
          removed[kind] += 1;
        });
      }
    }
    if (quiet < quietRounds) await sleep(quietRounds === 1 ? 0 : pauseMs);
  }
  return { removed, left: quiet >= quietRounds ? [] : await select() };
}

/** Filter for everything of one run. */
export function ofRun(run: string): LabelFilter {
  return [`${labels.run}=${run}`];
}
