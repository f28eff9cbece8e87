import { LabError } from "../../model/errors.ts";
import type { Undo } from "../../model/undo.ts";
import type { Strike } from "../fault.ts";
import { type Domain, domainsOf } from "./domain.ts";
import { readQuota } from "./quota.ts";

/** One limit that is lowered: a container's own, or the one that a server's containers share. */
export interface Squeeze {
  name: string;
  container?: string;
  parent?: string;
  /** Lowered only because its parent is. */
  inner?: true;
  before: number;
  after: number;
}

/** What the engine and the kernel take, in cores. */
const least = 0.01;

const three = (cores: number) => Number(cores.toFixed(3));

async function own(id: string, name: string, to: number, { reach }: Strike): Promise<Squeeze> {
  const { cpus: before } = await reach.containers.limits(id);
  if (before === 0) {
    throw new LabError("fault", `${name} has no processor limit of its own that could be put back`, {
      next: "give it `cpus` in the stage's compose file",
    });
  }
  return { name, container: id, before, after: before * to };
}

async function shared({ name, cgroup, containers }: Domain, to: number, strike: Strike): Promise<Squeeze[]> {
  const { reach } = strike;
  const before = await readQuota(cgroup!, reach);
  if (before === undefined) {
    throw new LabError("fault", `the processor limit that ${name}'s containers share is not there`, {
      next: "bring the stage up again",
    });
  }
  const after = before * to;
  const limits = await Promise.all(containers.map(({ id }) => reach.containers.limits(id)));
  // no child may have more than its parent: cgroup v1 refuses it, and undoing goes the other way round
  const inner = containers.flatMap(({ id, service }, index): Squeeze[] => {
    const { cpus } = limits[index]!;
    return cpus > after ? [{ name: service, container: id, inner: true, before: cpus, after }] : [];
  });
  return [...inner, { name, parent: cgroup!, before, after }];
}

/** What has to be lowered, in this order, to leave the target the share; throws LabError `usage` or `fault`. */
export async function squeezesOf(strike: Strike): Promise<Squeeze[]> {
  const to = Number(strike.params.to);
  const squeezes = await Promise.all(
    domainsOf(strike).map((domain) =>
      domain.cgroup !== undefined
        ? shared(domain, to, strike)
        : Promise.all(domain.containers.map(({ id }) => own(id, domain.name, to, strike))),
    ),
  );
  const all = squeezes.flat();
  const small = all.find((one) => one.after < least);
  if (small) {
    const most = Math.ceil((least / small.before) * 100);
    throw new LabError(
      "usage",
      `to=${three(to * 100)}% leaves ${small.name} ${three(small.after)} cores, less than any limit can be`,
      { next: `give at least ${most}%` },
    );
  }
  return all;
}

/** The other way round: parents get their cores back before their children. */
export function undoOf(squeezes: readonly Squeeze[]): Undo[] {
  return [...squeezes]
    .reverse()
    .map(({ container, parent, before }) =>
      parent !== undefined
        ? { do: "quota", parent, cpus: before }
        : { do: "cpus", container: container!, cpus: before },
    );
}

/** Plain words for the record. */
export function squeezeText(squeezes: readonly Squeeze[]): string {
  return squeezes
    .map(({ name, before, after }) => `${name} has ${three(after)} of ${three(before)} cores`)
    .join(", ");
}
