import type { DockerClient } from "../docker/access.ts";
import { findEngine } from "../docker/engine/find.ts";
import { type EngineObject, listObjects, type ObjectKind, removeObjects } from "../docker/objects.ts";
import { composeProcesses, endGroup, lives } from "../docker/process-identity.ts";
import { removeQuotas } from "../docker/quota/shared-quota.ts";
import { labels } from "../model/labels.ts";
import type { Say } from "../model/progress.ts";
import { type RunOwner, readOwners, rewriteOwner, runsDir } from "./run-folder.ts";
import { type AppContext, openRunningSession } from "./session.ts";

export interface CleanOptions {
  /** This checkout. */
  root: string;
  /** Every run of every checkout, those that live and those left by `up` too. */
  all: boolean;
  /** Only this run, whatever its state. */
  run?: string;
  say: Say;
}

/** The contract of `clean --json`. */
export interface CleanResult {
  removed: Record<ObjectKind | "cgroups", number>;
  left: string[];
}

interface Quotas {
  removed: string[];
  left: string[];
}

/** Three looks in a row that find nothing: something that was being created has had time to appear. */
const quietRounds = 3;

/** A run is spared while its controller lives, and, once `up` is complete, until `down`. */
export async function isSpared(owner: RunOwner | undefined): Promise<boolean> {
  if (!owner) return false;
  if (owner.state === "up") return true;
  return owner.controller !== undefined && (await lives(owner.controller));
}

async function sparedRuns(owners: ReadonlyMap<string, RunOwner>): Promise<Set<string>> {
  const spared = new Set<string>();
  for (const [run, owner] of owners) if (await isSpared(owner)) spared.add(run);
  return spared;
}

/**
 * Ends what still creates, removes what is ours by label until nothing changes, then the shared quotas.
 * Idempotent; what could not be removed is named in `left`.
 */
export async function clean(docker: DockerClient, options: CleanOptions): Promise<CleanResult> {
  const roots = await rootsOf(docker, options);
  const owners = new Map(
    roots.flatMap((root) => [...readOwners(root)].map(([run, owner]) => [run, { ...owner, root }])),
  );
  const spared = options.all || options.run !== undefined ? new Set<string>() : await sparedRuns(owners);
  const isOurs = (run: string | undefined) =>
    run !== undefined && !spared.has(run) && (options.run === undefined || options.run === run);
  const targets = [...owners.values()].filter((owner) => isOurs(owner.run) && hasTraces(owner));
  // another checkout's runs look dead from here: only processes that work on our own run folders count
  const unrecorded = await Promise.all(roots.map((root) => composeProcesses(runsDir(root), isOurs)));
  const orphans = [...targets.flatMap((owner) => owner.processes), ...unrecorded.flat()];
  for (const identity of orphans) {
    if (await endGroup(identity)) options.say(`ended orphaned compose process ${identity.pid}`);
  }
  const filter =
    options.all || options.run !== undefined ? [labels.run] : [labels.run, `${labels.home}=${options.root}`];
  const select = async (): Promise<EngineObject[]> =>
    (await listObjects(docker, filter)).filter((object) => isOurs(object.labels[labels.run]));
  const { removed, left } = await removeObjects(docker, select, quietRounds);
  const quotas = await cleanQuotas(docker, targets, options.root);
  for (const owner of targets) {
    rewriteOwner(owner.root, {
      ...owner,
      state: "busy",
      processes: [],
      quotas: quotas.left.includes(owner.run) ? owner.quotas : null,
    });
  }
  return {
    removed: { ...removed, cgroups: quotas.removed.length },
    left: [
      ...left.map((object) => `${object.kind}: ${object.name}`),
      ...quotas.left.map((run) => `cgroups: ${run}`),
    ],
  };
}

/** What a run leaves behind beside labelled objects. */
function hasTraces(owner: RunOwner): boolean {
  return owner.state === "up" || owner.quotas !== null || owner.processes.length > 0;
}

/** This checkout's folder, and with `--all` that of every checkout that has something at the engine. */
async function rootsOf(docker: DockerClient, options: CleanOptions): Promise<string[]> {
  if (!options.all) return [options.root];
  const homes = (await listObjects(docker, [labels.home])).map((object) => object.labels[labels.home]!);
  return [...new Set([options.root, ...homes])];
}

/** Each helper image that made quotas also removes them; an image that is gone leaves them named. */
async function cleanQuotas(docker: DockerClient, owners: readonly RunOwner[], root: string): Promise<Quotas> {
  const result: Quotas = { removed: [], left: [] };
  const byImage = new Map<string, string[]>();
  for (const { quotas, run } of owners)
    if (quotas !== null) byImage.set(quotas, [...(byImage.get(quotas) ?? []), run]);
  for (const [image, runs] of byImage) {
    const done = await removeQuotas(docker, image, runs, root);
    result.removed.push(...done.removed);
    result.left.push(...done.left);
  }
  return result;
}

/** `clean` for this checkout; with no engine running there is nothing to remove. */
export async function cleanCheckout(context: AppContext, all: boolean): Promise<CleanResult> {
  const engine = await findEngine(context.env);
  if (!engine) {
    context.say("no container engine runs, so nothing of ours does");
    return { removed: { containers: 0, networks: 0, volumes: 0, cgroups: 0 }, left: [] };
  }
  const { docker } = await openRunningSession(context);
  return clean(docker, { root: context.root, all, say: context.say });
}
