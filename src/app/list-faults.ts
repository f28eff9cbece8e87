import { impossibleHere } from "../faults/registry.ts";
import { LabError } from "../model/errors.ts";
import { faultKind, faultKinds } from "../model/fault.ts";
import type { FaultKind } from "../model/fault-kind.ts";
import { paramLike } from "../model/fault-params.ts";
import { choose } from "../model/nearest.ts";
import { abilitiesHere } from "./abilities-here.ts";
import type { AppContext } from "./session.ts";

/**
 * The contract of `faults --json`: a kind of fault, an example of each parameter, and whether this machine's engine can
 * have it; null where nobody knows.
 */
export interface ListedFault extends FaultKind {
  here: boolean | null;
  /** Why it cannot be had, or why nobody knows. */
  reason?: string;
}

/** The kind of that name, or every kind; throws LabError `usage` that suggests the nearest. */
export function kindsNamed(name?: string): readonly FaultKind[] {
  if (name === undefined) return faultKinds;
  const kind = faultKind(name);
  if (kind) return [kind];
  const names = faultKinds.map((one) => one.name);
  throw new LabError("usage", `there is no fault called ${name}`, { next: choose(name, names, "faults") });
}

const withExamples = (kind: FaultKind): FaultKind => ({
  ...kind,
  params: Object.fromEntries(
    Object.entries(kind.params).map(([name, param]) => [name, { ...param, example: paramLike(param) }]),
  ),
});

/** Kinds of fault with what this machine's engine can have of them; nothing is started or fetched for it. */
export async function listFaults(context: AppContext, name?: string): Promise<ListedFault[]> {
  const kinds = kindsNamed(name);
  const known = await abilitiesHere(context).catch((thrown: unknown) => {
    // an engine that cannot be used, such as one that is too old
    if (thrown instanceof LabError && thrown.code !== "usage") return { unknown: thrown.message };
    throw thrown;
  });
  return kinds.map(withExamples).map((kind) => {
    if ("unknown" in known) {
      // what needs nothing of the kernel can be had wherever there is an engine
      return kind.needs.length === 0
        ? { ...kind, here: true }
        : { ...kind, here: null, reason: known.unknown };
    }
    const reason = impossibleHere(kind.name, known.abilities);
    return reason === undefined ? { ...kind, here: true } : { ...kind, here: false, reason };
  });
}
