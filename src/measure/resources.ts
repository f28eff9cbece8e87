import type { ContainerUsage } from "../model/event.ts";
import type { PhaseName } from "../model/lab.ts";
import { type Found, found, missing, quotient } from "./figure.ts";
import { ofPart } from "./parts.ts";
import { eventsOf, type StepData } from "./step-data.ts";
import type { Totals } from "./totals.ts";

/** What a stage's servers used in one phase. */
export interface Used {
  cpuSeconds: number;
  rxBytes: number;
  txBytes: number;
  memoryMiB: number;
  containers: number;
}

const counters = ["cpuSeconds", "rxBytes", "txBytes"] as const;
const bytesPerMiB = 1024 * 1024;

/**
 * Difference of the containers' counters. A killed container's counters begin at zero again: one that reads
 * less than before counts from its restart; one that is not there at the end counts nothing.
 */
export function usedBetween(start: readonly ContainerUsage[], end: readonly ContainerUsage[]): Used {
  const used: Used = {
    cpuSeconds: 0,
    rxBytes: 0,
    txBytes: 0,
    memoryMiB: Math.max(memoryOf(start), memoryOf(end)),
    containers: end.length,
  };
  for (const now of end) {
    const before = start.find((one) => one.server === now.server && one.service === now.service);
    const restarted = before !== undefined && now.cpuSeconds < before.cpuSeconds;
    for (const name of counters) used[name] += now[name] - (before && !restarted ? before[name] : 0);
  }
  return used;
}

const memoryOf = (containers: readonly ContainerUsage[]): number =>
  containers.reduce((sum, one) => sum + one.memoryMiB, 0);

/** CPU, memory and network of the stage's servers, by phase and for all phases together; then by server. */
export function resources(data: StepData, totals: readonly Totals[]): Found[] {
  const whole = figuresFrom(data, totals, () => true);
  const parts = data.stage.servers.flatMap(({ name }) =>
    ofPart(
      name,
      "server",
      figuresFrom(data, totals, (container) => container.server === name),
    ),
  );
  return [...whole, ...parts];
}

function figuresFrom(
  data: StepData,
  totals: readonly Totals[],
  counts: (container: ContainerUsage) => boolean,
): Found[] {
  const perPhase = new Map<PhaseName, Used>();
  for (const start of eventsOf(data, "usage").filter((event) => event.edge === "start")) {
    const end = eventsOf(data, "usage").find((event) => event.edge === "end" && event.phase === start.phase);
    if (!end) continue;
    perPhase.set(start.phase, usedBetween(start.containers.filter(counts), end.containers.filter(counts)));
  }
  const whole = sumOf([...perPhase].filter(([phase]) => phase !== "all").map(([, used]) => used));
  if (whole && !perPhase.has("all")) perPhase.set("all", whole);
  return totals.flatMap(({ phase, ok }) => figures(phase, perPhase.get(phase), ok));
}

function sumOf(parts: readonly Used[]): Used | undefined {
  return parts.length === 0
    ? undefined
    : parts.reduce((sum, part) => ({
        cpuSeconds: sum.cpuSeconds + part.cpuSeconds,
        rxBytes: sum.rxBytes + part.rxBytes,
        txBytes: sum.txBytes + part.txBytes,
        memoryMiB: Math.max(sum.memoryMiB, part.memoryMiB),
        containers: Math.max(sum.containers, part.containers),
      }));
}

const names = [
  "cpu.seconds",
  "cpu.per_1000_good",
  "memory.peak",
  "servers.containers",
  "network.received",
  "network.sent",
] as const;

function figures(phase: PhaseName, used: Used | undefined, good: number): Found[] {
  if (!used)
    return names.map((name) => missing(name, phase, "the engine's counters were not read in this phase"));
  const { containers } = used;
  const per = quotient("cpu.per_1000_good", phase, used.cpuSeconds * 1000, good, "there was no good answer");
  return [
    found("cpu.seconds", phase, used.cpuSeconds, containers),
    per,
    found("memory.peak", phase, used.memoryMiB, containers),
    found("servers.containers", phase, containers, containers),
    found("network.received", phase, used.rxBytes / bytesPerMiB, containers),
    found("network.sent", phase, used.txBytes / bytesPerMiB, containers),
  ];
}
