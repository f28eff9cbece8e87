import { sumHistograms } from "../model/histogram.ts";
import type { WindowRecord } from "../model/load-records.ts";

/** A window of the generator on a course's own time. */
export interface CourseWindow {
  fromS: number;
  toS: number;
  phases: WindowRecord["phases"];
}

/** How long good answers took at one time. */
export interface LatencyPoint {
  atS: number;
  /** `null`: no good answer came in this while. */
  p50: number | null;
  p99: number | null;
}

/** Latencies in ms of the good answers that came in each window of about a second. */
export function latencyPoints(windows: readonly CourseWindow[], lengthS: number): LatencyPoint[] {
  return windows.flatMap(({ fromS, toS, phases }) => {
    const atS = (fromS + toS) / 2;
    if (atS < 0 || atS > lengthS) return [];
    const rows = phases.filter(({ phase }) => phase !== "warmup").flatMap((one) => one.rows);
    const sum = sumHistograms(rows.filter(({ outcome }) => outcome === "ok").map((row) => row.latency));
    const at = (percentile: number) =>
      sum.totalCount === 0 ? null : sum.getValueAtPercentile(percentile) / 1000;
    return [{ atS, p50: at(50), p99: at(99) }];
  });
}
