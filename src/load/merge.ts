import { encodeHistogram, sumHistograms } from "../model/histogram.ts";
import type {
  EndRecord,
  GeneratorSample,
  PhaseWindow,
  Tick,
  WindowRecord,
  WindowRow,
} from "../model/load-records.ts";

/** One row for each key: counts added, histograms summed. */
function mergeRows(rows: readonly WindowRow[]): WindowRow[] {
  const groups = grouped(rows, (row) => `${row.route}\n${row.server}\n${row.outcome}`);
  return [...groups.values()].map((group) => ({
    ...group[0]!,
    count: sum(group, (row) => row.count),
    bytes: sum(group, (row) => row.bytes),
    latency:
      group.length === 1
        ? group[0]!.latency
        : encodeHistogram(sumHistograms(group.map((row) => row.latency))),
  }));
}

function mergePhases(phases: readonly PhaseWindow[]): PhaseWindow[] {
  return [...grouped(phases, (phase) => phase.phase)].map(([phase, group]) => ({
    phase,
    scheduled: sum(group, (one) => one.scheduled),
    sent: sum(group, (one) => one.sent),
    sentLate: sum(group, (one) => one.sentLate),
    rows: mergeRows(group.flatMap((one) => one.rows)),
  }));
}

function mergeTicks(ticks: readonly Tick[]): Tick[] {
  return [...grouped(ticks, (tick) => tick.atMs)].map(([atMs, group]) => ({
    atMs,
    ok: sum(group, (tick) => tick.ok),
    failed: sum(group, (tick) => tick.failed),
    refused: sum(group, (tick) => tick.refused),
  }));
}

function mergeSamples(samples: readonly GeneratorSample[], processes: number): GeneratorSample {
  const worst = (of: (one: GeneratorSample) => number): number => Math.max(0, ...samples.map(of));
  const steps = samples.map((one) => one.clockStepMs);
  return {
    processes,
    cpuS: sum(samples, (one) => one.cpuS),
    loopDelayP99Ms: worst((one) => one.loopDelayP99Ms),
    loopDelayMaxMs: worst((one) => one.loopDelayMaxMs),
    outstanding: sum(samples, (one) => one.outstanding),
    capHits: sum(samples, (one) => one.capHits),
    localErrors: sum(samples, (one) => one.localErrors),
    bytesSent: sum(samples, (one) => one.bytesSent),
    bytesReceived: sum(samples, (one) => one.bytesReceived),
    clockStepMs: steps.reduce((most, step) => (Math.abs(step) > Math.abs(most) ? step : most), 0),
  };
}

/** The windows of several processes (of about the same second) as one. */
export function mergeWindows(windows: readonly WindowRecord[], processes: number): WindowRecord {
  return {
    kind: "window",
    fromMs: Math.min(...windows.map((window) => window.fromMs)),
    toMs: Math.max(...windows.map((window) => window.toMs)),
    phases: mergePhases(windows.flatMap((window) => window.phases)),
    ticks: mergeTicks(windows.flatMap((window) => window.ticks)),
    generator: mergeSamples(
      windows.map((window) => window.generator),
      processes,
    ),
  };
}

/** The ends of several processes as one. */
export function mergeEnds(ends: readonly EndRecord[]): EndRecord {
  const first = ends[0]!;
  const counts = [
    "scheduled",
    "sent",
    "sentLate",
    "ok",
    "failed",
    "refused",
    "unfinished",
    "abandoned",
  ] as const;
  const totals = Object.fromEntries(counts.map((name) => [name, sum(ends, (end) => end[name])]));
  return {
    ...first,
    ...totals,
    stoppedMs: Math.max(...ends.map((end) => end.stoppedMs)),
    endMs: Math.max(...ends.map((end) => end.endMs)),
  };
}

function grouped<T, K>(items: readonly T[], keyOf: (item: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group) group.push(item);
    else groups.set(keyOf(item), [item]);
  }
  return groups;
}

function sum<T>(items: readonly T[], of: (item: T) => number): number {
  return items.reduce((total, item) => total + of(item), 0);
}
