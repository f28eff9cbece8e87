import type { ClockRecord } from "../model/load-records.ts";

/** One answer to a `clock` command, with when it arrived at the asker. */
export interface ClockSample {
  record: ClockRecord;
  receivedMs: number;
}

/** How far the worker's clock is ahead of the asker's, and how wrong that may be. */
export interface ClockOffset {
  offsetMs: number;
  /** Half the round trip of the best sample. */
  uncertaintyMs: number;
}

/** The offset by the sample with the shortest round trip, whose middle is the least uncertain; undefined without samples. */
export function clockOffset(samples: readonly ClockSample[]): ClockOffset | undefined {
  let best: ClockOffset | undefined;
  for (const { record, receivedMs } of samples) {
    const uncertaintyMs = (receivedMs - record.echo) / 2;
    if (!best || uncertaintyMs < best.uncertaintyMs) {
      best = { offsetMs: record.workerMs - (record.echo + receivedMs) / 2, uncertaintyMs };
    }
  }
  return best;
}
