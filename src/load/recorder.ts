import type { Histogram } from "hdr-histogram-js";
import { createHistogram, encodeHistogram, recordMs } from "../model/histogram.ts";
import { isFailure, type Outcome } from "../model/load.ts";
import { onTimeMs, type PhaseWindow, type Tick, tickMs } from "../model/load-records.ts";
import type { Phases } from "./phases.ts";

/** What is known of a request when it has ended. */
export interface Ended {
  route: string;
  server: string;
  outcome: Outcome;
  intendedMs: number;
  endMs: number;
  bytes: number;
}

export interface Totals {
  scheduled: number;
  sent: number;
  sentLate: number;
  ok: number;
  failed: number;
  refused: number;
}

/** Counts requests as they become due, are sent and end; hands out what came since the last window. */
export interface Recorder {
  scheduled(intendedMs: number): void;
  sent(intendedMs: number, nowMs: number): void;
  ended(request: Ended): void;
  /** Takes what was counted since the last call. */
  take(): { phases: PhaseWindow[]; ticks: Tick[] };
  totals: Totals;
}

interface RowCount {
  route: string;
  server: string;
  outcome: Outcome;
  count: number;
  bytes: number;
  latency: Histogram;
}

interface PhaseCount {
  scheduled: number;
  sent: number;
  sentLate: number;
  rows: Map<string, RowCount>;
}

export function createRecorder(phases: Phases, startMs: number): Recorder {
  const counts = new Map<string, PhaseCount>();
  const ticks = new Map<number, Tick>();
  const totals: Totals = { scheduled: 0, sent: 0, sentLate: 0, ok: 0, failed: 0, refused: 0 };

  function phaseAt(ms: number): PhaseCount {
    const phase = phases.at(ms);
    let count = counts.get(phase);
    if (!count) {
      count = { scheduled: 0, sent: 0, sentLate: 0, rows: new Map() };
      counts.set(phase, count);
    }
    return count;
  }

  function rowFor(phase: PhaseCount, request: Ended): RowCount {
    const key = `${request.route}\n${request.server}\n${request.outcome}`;
    let row = phase.rows.get(key);
    if (!row) {
      const { route, server, outcome } = request;
      row = { route, server, outcome, count: 0, bytes: 0, latency: createHistogram() };
      phase.rows.set(key, row);
    }
    return row;
  }

  function tickAt(ms: number): Tick {
    const index = Math.floor((ms - startMs) / tickMs);
    let tick = ticks.get(index);
    if (!tick) {
      tick = { atMs: startMs + index * tickMs, ok: 0, failed: 0, refused: 0 };
      ticks.set(index, tick);
    }
    return tick;
  }

  return {
    totals,
    scheduled(intendedMs) {
      totals.scheduled++;
      phaseAt(intendedMs).scheduled++;
    },
    sent(intendedMs, nowMs) {
      const phase = phaseAt(intendedMs);
      totals.sent++;
      phase.sent++;
      if (nowMs - intendedMs > onTimeMs) {
        totals.sentLate++;
        phase.sentLate++;
      }
    },
    ended(request) {
      const row = rowFor(phaseAt(request.intendedMs), request);
      row.count++;
      row.bytes += request.bytes;
      recordMs(row.latency, request.endMs - request.intendedMs);
      const kind = isFailure(request.outcome) ? "failed" : request.outcome === "ok" ? "ok" : "refused";
      tickAt(request.intendedMs)[kind]++;
      totals[kind]++;
    },
    take() {
      const taken = {
        phases: [...counts].map(([phase, { rows, ...count }]) => ({
          phase,
          ...count,
          rows: [...rows.values()].map((row) => ({ ...row, latency: encodeHistogram(row.latency) })),
        })),
        ticks: [...ticks.values()],
      };
      counts.clear();
      ticks.clear();
      return taken;
    },
  };
}
