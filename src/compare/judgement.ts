import type { Metric } from "../model/metrics.ts";
import { overlap, type Spread, same } from "./spread.ts";

/**
 * How one spread stands to another. `no-clear-difference`: the ranges of the repeats overlap;
 * `too-few-repeats`: a range of so few repeats says nothing about chance.
 */
export type Judgement =
  | "better"
  | "worse"
  | "same"
  | "no-clear-difference"
  | "too-few-repeats"
  | "not-measured";

/**
 * Three repeats on both sides with ranges apart come about by chance in one of ten comparisons of equal stages;
 * with two it would be one of three.
 */
export const fewestRepeats = 3;

/** How `a` stands to `b`. `exact` figures (a count of containers) do not vary, so one repeat says everything. */
export function judge(
  a: Spread | undefined,
  b: Spread | undefined,
  better: Metric["better"],
  exact = false,
): Judgement {
  if (!a || !b || better === "neither") return "not-measured";
  if (!exact && Math.min(a.repeats, b.repeats) < fewestRepeats) return "too-few-repeats";
  if (same(a, b)) return "same";
  if (overlap(a, b)) return "no-clear-difference";
  return a.min > b.max === (better === "higher") ? "better" : "worse";
}
