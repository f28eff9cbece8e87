/** One repeat's figure; with `atLeast` the true value is larger. */
export interface Repeated {
  value: number;
  atLeast?: boolean;
}

export type Edge = "min" | "median" | "max";

/** What a figure came to over the repeats. */
export interface Spread {
  min: number;
  median: number;
  max: number;
  repeats: number;
  /** Edges of which the true value is larger: an event had not come when its phase ended. */
  atLeast: Edge[];
}

function middle(sorted: readonly number[]): number {
  const half = sorted.length / 2;
  const upper = sorted[Math.floor(half)]!;
  return Number.isInteger(half) ? (sorted[half - 1]! + upper) / 2 : upper;
}

const ascending = (values: readonly number[]) => [...values].sort((a, b) => a - b);

/** Min, median and max of the repeats; undefined when there are none. */
export function spreadOf(repeats: readonly Repeated[]): Spread | undefined {
  if (repeats.length === 0) return undefined;
  const lows = ascending(repeats.map((one) => one.value));
  // the same repeats, each as large as it may be
  const highs = ascending(repeats.map((one) => (one.atLeast ? Number.POSITIVE_INFINITY : one.value)));
  const atLeast: Edge[] = [];
  if (highs[0]! > lows[0]!) atLeast.push("min");
  if (middle(highs) > middle(lows)) atLeast.push("median");
  if (highs.at(-1)! > lows.at(-1)!) atLeast.push("max");
  return { min: lows[0]!, median: middle(lows), max: lows.at(-1)!, repeats: repeats.length, atLeast };
}

/** The largest value the repeats allow: infinite when one of them is only known to be larger than something. */
function highest(spread: Spread): number {
  return spread.atLeast.includes("max") ? Number.POSITIVE_INFINITY : spread.max;
}

/** True when some value lies in the ranges of both. */
export function overlap(a: Spread, b: Spread): boolean {
  return a.min <= highest(b) && b.min <= highest(a);
}

/** Equal to the digit in every repeat. */
export function same(a: Spread, b: Spread): boolean {
  const values = [a.min, a.max, b.min, b.max];
  return a.atLeast.length + b.atLeast.length === 0 && values.every((value) => value === a.min);
}
