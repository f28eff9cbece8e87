import { isFailure, type Outcome } from "../model/load.ts";
import type { ProbeRecord } from "../model/load-records.ts";

/** One probe that has ended. */
export interface ProbeResult {
  intendedMs: number;
  endMs: number;
  outcome: Outcome;
}

/**
 * Turns probe results into the edges of outages. Probes end out of order, so they are judged in the
 * order they were sent. A refusal is dated by when it came, silence by when the question was asked,
 * and the return by when the first answer came.
 */
export interface ProbeHistory {
  /** A probe is sent; returns what to call with its end. */
  begin(intendedMs: number): (outcome: Outcome, endMs: number) => void;
}

export function createProbeHistory(emit: (record: ProbeRecord) => void): ProbeHistory {
  const pending: { intendedMs: number; result?: ProbeResult }[] = [];
  let failed = 0; // of the outage under way; 0 while the service is up

  function judge({ intendedMs, endMs, outcome }: ProbeResult): void {
    if (!isFailure(outcome)) {
      if (failed > 0) emit({ kind: "probe", state: "up", atMs: endMs, failed });
      failed = 0;
      return;
    }
    if (failed++ > 0) return;
    const refused = outcome === "connect-error" || outcome === "reset";
    emit({ kind: "probe", state: "down", atMs: refused ? endMs : intendedMs, outcome });
  }

  return {
    begin(intendedMs) {
      const entry: (typeof pending)[number] = { intendedMs };
      pending.push(entry);
      return (outcome, endMs) => {
        entry.result = { intendedMs, endMs, outcome };
        while (pending[0]?.result) judge(pending.shift()!.result!);
      };
    },
  };
}
