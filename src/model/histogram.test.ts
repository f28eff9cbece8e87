import { expect, it } from "vitest";
import { createHistogram, encodeHistogram, mergeHistograms, percentileMs, recordMs } from "./histogram.ts";

function encoded(...ms: number[]): string {
  const histogram = createHistogram();
  for (const one of ms) recordMs(histogram, one);
  return encodeHistogram(histogram);
}

it("merges the counts, where an average of percentiles would be wrong", () => {
  const calm = encoded(...Array.from({ length: 99 }, () => 5));
  const stalled = encoded(2000);
  const { p50, p99, max, count } = mergeHistograms([calm, stalled]);
  expect(count).toBe(100);
  expect(p50).toBeCloseTo(5, 1);
  expect(p99).toBeCloseTo(5, 1);
  expect(max).toBeGreaterThan(1990);
  expect(percentileMs([calm, stalled], 99.5)).toBeGreaterThan(1990);
});

it("keeps three digits, counts what is out of range at the edge, and is all zero when empty", () => {
  expect(mergeHistograms([encoded(123.4)]).p50).toBeCloseTo(123.4, 0);
  expect(mergeHistograms([encoded(-1, 500_000)])).toMatchObject({ count: 2 });
  expect(mergeHistograms([encoded(-1, 500_000)]).max).toBeGreaterThan(119_000);
  expect(mergeHistograms([])).toEqual({
    count: 0,
    min: 0,
    mean: 0,
    p50: 0,
    p90: 0,
    p95: 0,
    p99: 0,
    p999: 0,
    max: 0,
  });
});
