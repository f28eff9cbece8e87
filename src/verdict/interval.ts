import { holds } from "../model/holds.ts";
import type { Comparison } from "../model/lab.ts";

/**
 * Where a true value lies. `low === high` is an exact figure. Otherwise the truth is above `low` (never on it)
 * and at most `high`: a censored figure (longer than the phase) is `(value, ∞)`.
 */
export interface Interval {
  low: number;
  high: number;
}

/** An exact value, or a censored one. */
export function intervalOf(value: number, atLeast = false): Interval {
  return { low: value, high: atLeast ? Number.POSITIVE_INFINITY : value };
}

function middle(values: number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const half = Math.floor(sorted.length / 2);
  const upper = sorted[half]!;
  return sorted.length % 2 === 1 ? upper : (sorted[half - 1]! + upper) / 2;
}

/** The median of at least one interval: the medians of the ends bound the median of the true values. */
export function medianInterval(intervals: readonly Interval[]): Interval {
  return { low: middle(intervals.map((one) => one.low)), high: middle(intervals.map((one) => one.high)) };
}

/** Quotient of two intervals of values ≥ 0; `null` when the divisor may be zero. */
export function divide(a: Interval, b: Interval): Interval | null {
  if (b.low <= 0) return null;
  return { low: b.high === Number.POSITIVE_INFINITY ? 0 : a.low / b.high, high: a.high / b.low };
}

/** Whether every value of the interval satisfies the comparison (true), none does (false), or some do (null). */
export function decide(interval: Interval, op: Comparison, threshold: number): boolean | null {
  const { low, high } = interval;
  if (low === high) return holds(low, op, threshold);
  switch (op) {
    case "<=":
      return high <= threshold ? true : low >= threshold ? false : null;
    case "<":
      return high < threshold ? true : low >= threshold ? false : null;
    case ">=":
      return low >= threshold ? true : high < threshold ? false : null;
    case ">":
      return low >= threshold ? true : high <= threshold ? false : null;
    case "==":
      return low >= threshold || high < threshold ? false : null;
  }
}
