import type { PhaseName } from "../model/lab.ts";
import { isFailure } from "../model/load.ts";
import type { WindowRow } from "../model/load-records.ts";
import { recordsOf, type StepData } from "./step-data.ts";

/** Requests of one phase, added up over the generator's windows; a request belongs to the phase of its intended instant. */
export interface Totals {
  phase: PhaseName;
  lengthMs: number;
  /** Requests that became due. */
  asked: number;
  sent: number;
  sentLate: number;
  ok: number;
  failed: number;
  refused: number;
  byServer: Record<string, number>;
  /** Encoded histograms of good answers. */
  latencies: string[];
}

/** Totals of each phase that counts, and of `all`; with `counts`, of some of the requests that ended. */
export function totalsOf(data: StepData, counts: (row: WindowRow) => boolean = () => true): Totals[] {
  return data.spans.map((span) => {
    const totals: Totals = {
      phase: span.phase,
      lengthMs: span.toMs - span.fromMs,
      asked: 0,
      sent: 0,
      sentLate: 0,
      ok: 0,
      failed: 0,
      refused: 0,
      byServer: {},
      latencies: [],
    };
    for (const window of recordsOf(data, "window")) {
      for (const part of window.phases) {
        if (span.phase === "all" ? part.phase === "warmup" : part.phase !== span.phase) continue;
        totals.asked += part.scheduled;
        totals.sent += part.sent;
        totals.sentLate += part.sentLate;
        for (const row of part.rows.filter(counts)) addRow(totals, row);
      }
    }
    return totals;
  });
}

function addRow(totals: Totals, row: WindowRow): void {
  if (row.outcome === "refused") totals.refused += row.count;
  else if (isFailure(row.outcome)) totals.failed += row.count;
  else {
    totals.ok += row.count;
    if (row.server) totals.byServer[row.server] = (totals.byServer[row.server] ?? 0) + row.count;
    totals.latencies.push(row.latency);
  }
}
