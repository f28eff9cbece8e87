import type { Abilities } from "../model/abilities.ts";
import { abilityMeans } from "../model/abilities.ts";
import { LabError } from "../model/errors.ts";
import { faultKind, faultKinds } from "../model/fault.ts";
import { type Params, readParams } from "../model/fault-params.ts";
import { choose } from "../model/nearest.ts";
import type { Fault } from "./fault.ts";
import { cpu } from "./kinds/cpu.ts";
import { diskFull } from "./kinds/disk-full.ts";
import { join } from "./kinds/join.ts";
import { kill } from "./kinds/kill.ts";
import { memory } from "./kinds/memory.ts";
import { noisyNeighbour } from "./kinds/noisy-neighbour.ts";
import { noop } from "./kinds/noop.ts";
import { operatorError } from "./kinds/operator-error.ts";
import { pause } from "./kinds/pause.ts";
import { processKill } from "./kinds/process-kill.ts";
import { slowQuery } from "./kinds/slow-query.ts";
import { stop } from "./kinds/stop.ts";
import { trafficSpike } from "./kinds/traffic-spike.ts";
import { bandwidth } from "./network/bandwidth.ts";
import { dnsDown } from "./network/dns-down.ts";
import { dnsLie } from "./network/dns-lie.ts";
import { latency } from "./network/latency.ts";
import { loss } from "./network/loss.ts";
import { partition } from "./network/partition.ts";
import { reset } from "./network/reset.ts";

/** Every fault there is, by kind. */
export const faults: ReadonlyMap<string, Fault> = new Map(
  [
    noop,
    join,
    kill,
    stop,
    pause,
    processKill,
    cpu,
    memory,
    noisyNeighbour,
    partition,
    latency,
    loss,
    bandwidth,
    reset,
    dnsDown,
    dnsLie,
    diskFull,
    trafficSpike,
    slowQuery,
    operatorError,
  ].map((fault) => [fault.kind, fault]),
);

function unknownKind(kind: string): LabError {
  const names = faultKinds.filter((one) => !one.stepOnly).map((one) => one.name);
  return new LabError("usage", `there is no fault called ${kind}`, { next: choose(kind, names, "faults") });
}

/** The fault of that kind; throws LabError `usage` that suggests the nearest. */
export function faultOf(kind: string): Fault {
  const fault = faults.get(kind);
  if (fault) return fault;
  throw unknownKind(kind);
}

/** Checked values of a fault's parameters; throws LabError `usage` with everything that is wrong with them. */
export function paramsOf(kind: string, written: Readonly<Record<string, string | number>>): Params {
  const found = faultKind(kind);
  if (!found) throw unknownKind(kind);
  const { params, problems } = readParams(found, written);
  if (problems.length === 0) return params;
  throw new LabError("usage", `the fault ${kind} cannot be had like this`, {
    problems,
    next: "./lab faults",
  });
}

/** Why a kind of fault cannot be had with these abilities; undefined when it can. */
export function impossibleHere(kind: string, abilities: Abilities): string | undefined {
  const lacking = (faultKind(kind)?.needs ?? []).filter((group) => !group.some((one) => abilities.has[one]));
  if (lacking.length === 0) return undefined;
  const wanted = lacking.map((group) => group.map((one) => abilityMeans[one]).join(", or "));
  return `${kind} needs ${wanted.join(", and ")}: this engine's kernel has no such thing`;
}
