import { LabError } from "../model/errors.ts";
import { faultKind, faultKinds } from "../model/fault.ts";
import type { FaultKind } from "../model/fault-kind.ts";
import { readParams } from "../model/fault-params.ts";
import type { AskedFault } from "../model/matrix.ts";
import { choose } from "../model/nearest.ts";

/** Parameters that a stage can fill in when nobody else does: see strikeOn. */
const fromStage: Readonly<Record<string, string>> = { "process-kill": "process", "dns-lie": "name" };

/** Kinds that can be had in a matrix. */
const matrixKinds = (): FaultKind[] => faultKinds.filter((kind) => !kind.stepOnly);

function asked(kind: string, params: Record<string, string>): AskedFault {
  const words = Object.keys(params)
    .sort()
    .map((name) => `${name}=${params[name]}`);
  return { kind, params, label: words.length > 0 ? `${kind}:${words.join(",")}` : kind };
}

/** A required parameter that neither the words nor the stage can give. */
function lacking(kind: FaultKind, params: Record<string, string>): string | undefined {
  const { problems } = readParams(kind, params);
  return problems.find(({ name, given }) => !given && name !== fromStage[kind.name])?.what;
}

/**
 * Every kind with its default parameters: those that do nothing, or need what nobody can know, are left out.
 * `known` tells which kinds there are here, and `impossible` why one cannot be had on this engine.
 */
export function defaultFaults(
  known: (kind: string) => boolean,
  impossible: (kind: string) => string | undefined,
): { faults: AskedFault[]; leftOut: { fault: string; reason: string }[] } {
  const faults: AskedFault[] = [];
  const leftOut: { fault: string; reason: string }[] = [];
  for (const kind of matrixKinds()) {
    if (kind.name === "noop" || !known(kind.name)) continue;
    const reason = impossible(kind.name) ?? lacking(kind, {});
    if (reason === undefined) faults.push(asked(kind.name, {}));
    else leftOut.push({ fault: kind.name, reason });
  }
  return { faults, leftOut };
}

function kindNamed(name: string): FaultKind {
  const kinds = matrixKinds();
  const kind = kinds.find((one) => one.name === name);
  if (kind) return kind;
  if (faultKind(name)) {
    throw new LabError("usage", `${name} is part of a lab's steps: it cannot be had in a matrix`);
  }
  const names = kinds.map((one) => one.name);
  throw new LabError("usage", `there is no fault called ${name}`, { next: choose(name, names, "faults") });
}

interface Draft {
  kind: FaultKind;
  params: Record<string, string>;
  /** The parameter that was written last. */
  last?: string;
}

function addParam(draft: Draft, word: string): void {
  const at = word.indexOf("=");
  if (at <= 0) {
    throw new LabError("usage", `the fault ${draft.kind.name} cannot be read: "${word}" has no value`, {
      next: `write it as ${draft.kind.name}:PARAM=VALUE, such as latency:delay=300ms,jitter=20ms`,
    });
  }
  draft.last = word.slice(0, at);
  draft.params[draft.last] = word.slice(at + 1);
}

/** `a,b` in a list of servers: the comma is the parameter's own. */
const goesOn = (draft: Draft | undefined, word: string): draft is Draft & { last: string } =>
  draft?.last !== undefined &&
  draft.kind.params[draft.last]?.type === "names" &&
  faultKind(word) === undefined;

/**
 * Reads `kill,latency:delay=300ms,jitter=20ms,loss`: faults with commas between, each with its parameters behind a
 * colon. Throws LabError `usage` for a kind or a parameter that does not exist, or a value that cannot be read.
 */
export function readFaults(text: string): AskedFault[] {
  const drafts: Draft[] = [];
  for (const word of text.split(",").map((one) => one.trim())) {
    const current = drafts.at(-1);
    const [, name, param] = /^([a-z0-9-]+)(?::(.*))?$/s.exec(word) ?? [];
    if (name === undefined && current && word.includes("=")) addParam(current, word);
    else if (param === undefined && goesOn(current, word)) current.params[current.last] += `,${word}`;
    else {
      const draft: Draft = { kind: kindNamed(name ?? word), params: {} };
      if (param !== undefined) addParam(draft, param);
      drafts.push(draft);
    }
  }
  const faults = drafts.map(({ kind, params }) => {
    const problems = readParams(kind, params).problems.filter(
      ({ name, given }) => given || name !== fromStage[kind.name],
    );
    if (problems.length > 0) {
      throw new LabError("usage", `the fault ${kind.name} cannot be had like this`, {
        problems,
        next: "./lab faults",
      });
    }
    return asked(kind.name, params);
  });
  return [...new Map(faults.map((one) => [one.label, one])).values()];
}
