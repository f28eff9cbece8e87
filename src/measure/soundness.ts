import { cpusAt } from "../model/machines.ts";
import type { Unsound } from "../model/measurement.ts";
import { steadyFailedShare } from "../model/steady.ts";
import type { Doubt } from "./doubt.ts";
import { faultTimes } from "./fault-times.ts";
import { generatorSoundness } from "./generator-soundness.ts";
import { hostSoundness } from "./host-soundness.ts";
import { knowsHost, neighbours } from "./neighbours.ts";
import type { StepData } from "./step-data.ts";
import type { Totals } from "./totals.ts";

/** What the checks need to know of the run beside the step's own record. */
export interface RunFacts {
  /** Cores of the host; absent when the run never said what it ran on. */
  cores?: number;
  /** STAGECRAFT_SPEED of the run; 1 when absent. */
  speed?: number;
  /** How the stage's shared quotas were set, when it came up. */
  quota?: "shared" | "per-container" | "none";
}

/** Every reason not to trust (some of) the figures of one step on one stage. */
export function soundness(data: StepData, totals: readonly Totals[], facts: RunFacts): Unsound[] {
  const doubts = [
    ...generatorSoundness(data, totals),
    ...(knowsHost(data) ? neighbours(data) : hostSoundness(data, facts.cores)),
    ...faultDoubts(data),
    ...steadyState(data, totals),
    ...machineDoubts(data, facts),
    ...quotaDoubts(data, facts),
  ];
  return doubts.map((doubt) => ({ ...data.key, ...doubt }));
}

function faultDoubts(data: StepData): Doubt[] {
  const times = faultTimes(data);
  if (!times || !data.action.phases.some((phase) => phase.name === "fault")) return [];
  const { kind, target } = data.action.fault!;
  const doubts: Doubt[] = [];
  if (!times.bit) {
    const why = times.detail ? `: ${times.detail}` : "";
    doubts.push({
      code: "fault-did-not-bite",
      text: `the fault ${kind} on ${target} was not proved${why}`,
      phases: ["fault", "recovery", "all"],
    });
  }
  if (!times.healed && data.action.phases.some((phase) => phase.name === "recovery")) {
    doubts.push({
      code: "fault-not-healed",
      text: `${target} did not work again after the fault ${kind} was taken away`,
      phases: ["recovery", "all"],
    });
  }
  return doubts;
}

// Without a steady state before the fault nothing after it can be blamed on the fault.
function steadyState(data: StepData, totals: readonly Totals[]): Doubt[] {
  const baseline = totals.find((one) => one.phase === "baseline");
  if (!data.action.fault || !baseline || baseline.asked === 0) return [];
  const share = baseline.failed / baseline.asked;
  if (share <= steadyFailedShare) return [];
  const text = `${(share * 100).toFixed(1)} % of requests failed before the fault: there was no steady state`;
  return [{ code: "stage-unhealthy", text }];
}

function machineDoubts(data: StepData, { cores, speed }: RunFacts): Doubt[] {
  const { servers, client } = data.stage;
  const wanted = servers.reduce((sum, server) => sum + cpusAt(server.type, speed), client.cpus);
  // sums of tenths: 0.1 + 0.2 must fit into 0.3
  if (cores === undefined || wanted <= cores + 1e-9) return [];
  const text = `servers and client ask for ${Number(wanted.toFixed(2))} cores; this host has ${cores}`;
  return [{ code: "machines-do-not-fit", text, capacityOnly: true }];
}

function quotaDoubts(data: StepData, { quota }: RunFacts): Doubt[] {
  const shared = data.stage.servers.filter((server) => server.cgroupVariable !== undefined);
  if (shared.length === 0 || quota === undefined || quota === "shared") return [];
  const text = `no shared CPU quota could be set for ${shared.map((server) => server.name).join(", ")}`;
  return [{ code: "no-quota", text, capacityOnly: true }];
}
