import {
  build,
  decodeFromCompressedBase64,
  encodeIntoCompressedBase64,
  type Histogram,
} from "hdr-histogram-js";

/** Latencies are recorded in whole microseconds up to two minutes, with three significant digits. */
const highestUs = 120_000_000;
const digits = 3;

/** What a set of latencies looks like, in milliseconds. All zero when `count` is 0. */
export interface LatencyMs {
  count: number;
  min: number;
  mean: number;
  p50: number;
  p90: number;
  p95: number;
  p99: number;
  p999: number;
  max: number;
}

/** An empty histogram of latencies in microseconds. */
export function createHistogram(): Histogram {
  return build({
    lowestDiscernibleValue: 1,
    highestTrackableValue: highestUs,
    numberOfSignificantValueDigits: digits,
    bitBucketSize: 32,
    autoResize: true,
  });
}

/** Adds one latency; what is beyond the range is kept at its edge rather than lost. */
export function recordMs(histogram: Histogram, ms: number): void {
  histogram.recordValue(Math.min(highestUs, Math.max(0, Math.round(ms * 1000))));
}

/** Base64 text of a histogram, in HdrHistogram's own compressed format (V2). */
export function encodeHistogram(histogram: Histogram): string {
  return encodeIntoCompressedBase64(histogram);
}

/** Adds encoded histograms up into one. Percentiles may be merged only this way, never averaged. */
export function sumHistograms(encoded: Iterable<string>): Histogram {
  const sum = createHistogram();
  for (const text of encoded) sum.add(decodeFromCompressedBase64(text) as Histogram);
  return sum;
}

/** The percentiles of everything in the encoded histograms together, in milliseconds. */
export function mergeHistograms(encoded: Iterable<string>): LatencyMs {
  return latencyOf(sumHistograms(encoded));
}

/** Any percentile (0–100) of the encoded histograms together, in milliseconds. */
export function percentileMs(encoded: Iterable<string>, percentile: number): number {
  return sumHistograms(encoded).getValueAtPercentile(percentile) / 1000;
}

/** The percentiles of one histogram, in milliseconds. */
export function latencyOf(histogram: Histogram): LatencyMs {
  const count = histogram.totalCount;
  if (count === 0) return { count, min: 0, mean: 0, p50: 0, p90: 0, p95: 0, p99: 0, p999: 0, max: 0 };
  const at = (percentile: number): number => histogram.getValueAtPercentile(percentile) / 1000;
  return {
    count,
    min: histogram.minNonZeroValue / 1000,
    mean: histogram.mean / 1000,
    p50: at(50),
    p90: at(90),
    p95: at(95),
    p99: at(99),
    p999: at(99.9),
    max: histogram.maxValue / 1000,
  };
}
