import { mergeHistograms } from "../model/histogram.ts";
import { type Found, found, missing } from "./figure.ts";
import type { Totals } from "./totals.ts";

// A percentile needs at least as many answers as it takes to have one beyond it.
const percentiles = [
  { metric: "latency.p50", at: "p50", atLeast: 2 },
  { metric: "latency.p90", at: "p90", atLeast: 10 },
  { metric: "latency.p99", at: "p99", atLeast: 100 },
  { metric: "latency.p999", at: "p999", atLeast: 1000 },
  { metric: "latency.max", at: "max", atLeast: 1 },
] as const;

/** Percentiles of good answers from their intended instants: histograms are merged, percentiles never averaged. */
export function latency(totals: readonly Totals[]): Found[] {
  return totals.flatMap(({ phase, latencies }) => {
    const merged = mergeHistograms(latencies);
    return percentiles.map(({ metric, at, atLeast }) =>
      merged.count >= atLeast
        ? found(metric, phase, merged[at], merged.count)
        : missing(metric, phase, `${merged.count} good answers; needs ${atLeast}`, merged.count),
    );
  });
}
