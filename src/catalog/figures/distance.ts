import type { Comparison } from "../../model/lab.ts";

const middleOf = (sorted: readonly number[]): number => {
  const half = sorted.length / 2;
  const upper = sorted[Math.floor(half)]!;
  return Number.isInteger(half) ? (sorted[half - 1]! + upper) / 2 : upper;
};

/** The middle value; of an even number, the mean of the middle two. Of none, NaN. */
export const median = (values: readonly number[]): number =>
  values.length === 0 ? Number.NaN : middleOf(values.toSorted((a, b) => a - b));

/** What makes the median distance of normal values their standard deviation. */
const normal = 1.4826;
/** Of the values' whole range: the least that counts as one spread. */
const leastOfRange = 1 / 4;

/**
 * One spread of recorded values: 1.4826 × the median distance from their median (MAD), so that one odd run does not widen
 * it, as a standard deviation would; at least a quarter of the range, so that one odd run among equal ones is not
 * forgotten, since it is such a run that flips a verdict.
 */
export function spreadOf(values: readonly number[]): number {
  const middle = median(values);
  const range = Math.max(...values) - Math.min(...values);
  return Math.max(normal * median(values.map((value) => Math.abs(value - middle))), leastOfRange * range);
}

/** Fewer runs tell nothing of a spread. */
export const leastRuns = 3;

/** Where recorded values stand beside a bound. */
export interface Distance {
  runs: number;
  median: number;
  spread: number;
  /**
   * From the bound to the median, in spreads; below 0 on the wrong side. null where it cannot be told: too few runs, or
   * all of them measured the same and hold.
   */
  spreads: number | null;
  /** How many times the smaller of bound and median the larger is; null when the smaller is 0 and the other is not. */
  times: number | null;
}

/** Of a share less than this is as good as none: a bound of 5 % is not endlessly far from a median of 0. */
const leastShare = 0.05;

/** How far a claim's bound is from what was recorded; of `==` it can only be told whether all runs meet it. */
export function distanceTo(bound: number, op: Comparison, values: readonly number[], unit: string): Distance {
  const middle = median(values);
  const spread = spreadOf(values);
  return {
    runs: values.length,
    median: middle,
    spread,
    spreads: values.length < leastRuns ? null : spreadsBetween(bound, op, middle, spread),
    times: op === "==" ? 1 : timesBetween(bound, middle, unit === "ratio" ? leastShare : 0),
  };
}

function spreadsBetween(bound: number, op: Comparison, middle: number, spread: number): number | null {
  const gap = op === "<=" || op === "<" ? bound - middle : middle - bound;
  const holds = op === "==" ? gap === 0 : op === "<" || op === ">" ? gap > 0 : gap >= 0;
  if (spread === 0) return holds ? null : 0;
  return op === "==" ? 0 : gap / spread;
}

function timesBetween(bound: number, middle: number, least: number): number | null {
  const [one, other] = [Math.max(Math.abs(bound), least), Math.max(Math.abs(middle), least)];
  const [small, large] = [Math.min(one, other), Math.max(one, other)];
  if (small === large) return 1;
  return small === 0 ? null : large / small;
}
