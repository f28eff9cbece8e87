import { expect, it } from "vitest";
import { createHistogram, encodeHistogram, mergeHistograms, recordMs } from "../model/histogram.ts";
import type { EndRecord, WindowRecord } from "../model/load-records.ts";
import { mergeEnds, mergeWindows } from "./merge.ts";

function window(fromMs: number, latencyMs: number, clockStepMs: number): WindowRecord {
  const histogram = createHistogram();
  recordMs(histogram, latencyMs);
  const row = { route: "/", server: "app-1", outcome: "ok", count: 1, bytes: 10 } as const;
  return {
    kind: "window",
    fromMs,
    toMs: fromMs + 1000,
    phases: [
      {
        phase: "baseline",
        scheduled: 1,
        sent: 1,
        sentLate: 0,
        rows: [{ ...row, latency: encodeHistogram(histogram) }],
      },
    ],
    ticks: [{ atMs: 100, ok: 1, failed: 0, refused: 0 }],
    generator: {
      processes: 1,
      cpuS: 0.2,
      loopDelayP99Ms: latencyMs,
      loopDelayMaxMs: latencyMs,
      outstanding: 2,
      capHits: 1,
      localErrors: 0,
      bytesSent: 5,
      bytesReceived: 10,
      clockStepMs,
    },
  };
}

it("adds counts and histograms up, and keeps the worst delay and the largest clock step", () => {
  const merged = mergeWindows([window(0, 5, 1), window(3, 50, -40)], 2);
  expect(merged).toMatchObject({ fromMs: 0, toMs: 1003 });
  expect(merged.phases).toHaveLength(1);
  expect(merged.phases[0]).toMatchObject({ scheduled: 2, sent: 2 });
  expect(merged.phases[0]!.rows).toHaveLength(1);
  expect(merged.phases[0]!.rows[0]).toMatchObject({ count: 2, bytes: 20 });
  const { count, max } = mergeHistograms([merged.phases[0]!.rows[0]!.latency]);
  expect(count).toBe(2);
  expect(max).toBeCloseTo(50, 0);
  expect(merged.ticks).toEqual([{ atMs: 100, ok: 2, failed: 0, refused: 0 }]);
  expect(merged.generator).toMatchObject({
    processes: 2,
    cpuS: 0.4,
    loopDelayMaxMs: 50,
    clockStepMs: -40,
    capHits: 2,
  });
});

it("adds the totals of ends up", () => {
  const end: EndRecord = {
    kind: "end",
    startMs: 1,
    stoppedMs: 10,
    endMs: 11,
    why: "duration",
    scheduled: 5,
    sent: 5,
    sentLate: 1,
    ok: 4,
    failed: 1,
    refused: 0,
    unfinished: 0,
    abandoned: 2,
  };
  expect(mergeEnds([end, { ...end, endMs: 20 }])).toEqual({
    ...end,
    endMs: 20,
    scheduled: 10,
    sent: 10,
    sentLate: 2,
    ok: 8,
    failed: 2,
    abandoned: 4,
  });
});
