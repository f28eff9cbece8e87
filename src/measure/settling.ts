import { type Tick, tickMs } from "../model/load-records.ts";

/** How long failures went on from an instant. */
export type Settling =
  | { state: "settled"; ms: number; requests: number }
  /** They went on to the end: longer than `ms`. */
  | { state: "unsettled"; ms: number; requests: number }
  | { state: "too-few"; requests: number };

/** A quarter second, in whole ticks. */
const shortestBucketMs = 300;
/** A bucket holds this many requests on average, or one stray failure would count as an outage. */
const perBucket = 10;
const longestBucketMs = 1000;
/** Failures in this last stretch mean that they did not stop. */
const lastMs = 1000;

const badShare = 0.1;
const badCount = 2;

/**
 * From `fromMs` to the end of the last tick with failures, after which failures stay under a tenth (or are
 * single ones) of every bucket of 0.3 s; buckets grow to hold ten requests on average. Ticks are 100 ms wide,
 * and so is the answer's grain.
 */
export function settling(ticks: readonly Tick[], fromMs: number, toMs: number): Settling {
  const merged = mergeTicks(ticks.filter((tick) => tick.atMs + tickMs > fromMs && tick.atMs < toMs));
  const requests = merged.reduce((sum, tick) => sum + totalOf(tick), 0);
  const spanMs = toMs - fromMs;
  const wanted = requests > 0 ? (perBucket * spanMs) / requests : Number.POSITIVE_INFINITY;
  const bucketMs = Math.max(shortestBucketMs, Math.ceil(wanted / tickMs) * tickMs);
  if (spanMs <= 0 || bucketMs > longestBucketMs) return { state: "too-few", requests };
  const buckets = bucketsOf(merged, fromMs, bucketMs);
  const last = buckets.findLast(isBad);
  if (!last) return { state: "settled", ms: 0, requests };
  const lastFailing = last.findLast((tick) => tick.failed > 0 && tick.failed >= badShare * totalOf(tick))!;
  const endMs = Math.min(lastFailing.atMs + tickMs, toMs);
  return endMs > toMs - Math.min(lastMs, spanMs / 2)
    ? { state: "unsettled", ms: spanMs, requests }
    : { state: "settled", ms: Math.max(0, endMs - fromMs), requests };
}

const totalOf = (tick: Tick): number => tick.ok + tick.failed + tick.refused;

function isBad(bucket: readonly Tick[]): boolean {
  const failed = bucket.reduce((sum, tick) => sum + tick.failed, 0);
  const total = bucket.reduce((sum, tick) => sum + totalOf(tick), 0);
  return failed >= badCount && failed >= badShare * total;
}

// The same tick comes in several windows: late answers are reported when they come.
function mergeTicks(ticks: readonly Tick[]): Tick[] {
  const byStart = new Map<number, Tick>();
  for (const tick of ticks) {
    const known = byStart.get(tick.atMs);
    if (!known) byStart.set(tick.atMs, { ...tick });
    else {
      known.ok += tick.ok;
      known.failed += tick.failed;
      known.refused += tick.refused;
    }
  }
  return [...byStart.values()].sort((a, b) => a.atMs - b.atMs);
}

function bucketsOf(ticks: readonly Tick[], fromMs: number, bucketMs: number): Tick[][] {
  const buckets: Tick[][] = [];
  for (const tick of ticks) {
    const index = Math.max(0, Math.floor((tick.atMs - fromMs) / bucketMs));
    const bucket = buckets[index];
    if (bucket) bucket.push(tick);
    else buckets[index] = [tick];
  }
  return buckets.filter((bucket) => bucket !== undefined);
}
