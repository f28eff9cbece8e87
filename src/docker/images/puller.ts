import type Docker from "dockerode";
import type { Say } from "../../model/progress.ts";
import { pull } from "./pull.ts";
import { failureOf, isRegistryWide, type PullFailure, type PullTarget } from "./pull-failure.ts";
import { registryOf } from "./reference.ts";
import { createRegistryProbe } from "./registry.ts";

/** Pulls one image; resolves with why not, or undefined when it is here. */
export type Puller = (reference: string, name: string) => Promise<PullFailure | undefined>;

/** Remembers what is wrong with a whole registry, so that ten images do not find it out one after the other. */
export function createPuller(docker: Docker, { say, signal }: { say: Say; signal: AbortSignal }): Puller {
  const unreachable = createRegistryProbe(docker);
  const known = new Map<string, Omit<PullFailure, "next">>();

  async function tryPull(target: PullTarget): Promise<PullFailure | undefined> {
    const why = await unreachable(target.reference);
    if (why !== undefined) return failureOf("unreachable", target, why);
    return pull(docker, target, { say: (line) => say(`${target.name}: ${line}`), signal });
  }

  return async (reference, name) => {
    const registry = registryOf(reference).name;
    const target = { name, reference, registry };
    const before = known.get(registry);
    // the step names the image, so it is made anew
    if (before) return { ...before, next: failureOf(before.kind, target, "", before.waitS).next };
    const failure = await tryPull(target);
    if (failure && isRegistryWide(failure)) known.set(registry, failure);
    return failure;
  };
}
