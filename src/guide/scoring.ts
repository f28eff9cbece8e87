import type { Unit } from "../model/metrics.ts";
import type { Guess } from "../model/walk.ts";

/** Nine in ten intervals should hold: that is how sure "would still believe" is meant to be. */
export const nominalCoverage = 0.9;

/** What an interval costs for each unit that the truth lies outside of it (Winkler's rule). */
const outsideCosts = 2 / (1 - nominalCoverage);

/** Below this two figures are the same to whoever uses the site; it keeps logarithms of nothing away. */
const floors: Record<Exclude<Unit, "ratio">, number> = {
  "1/s": 0.1,
  ms: 0.1,
  s: 0.01,
  times: 0.01,
  count: 0.5,
  MiB: 1,
  "core-s": 0.001,
  $: 0.001,
  "$/h": 0.0001,
};

/** A single number counts as the interval of so much around it. */
export const numberWithin = { share: 0.05, factor: 1.25 };

/** What was measured, perhaps only as a bound. */
export interface Truth {
  value: number;
  /** The true value is larger. */
  atLeast?: boolean;
  /** The true value is smaller. */
  atMost?: boolean;
}

/**
 * Shares are compared as they are, everything else by its logarithm: then a factor costs the same whether milliseconds
 * or requests are guessed, and scores of different metrics can be added up.
 */
function onScale(value: number, unit: Unit): number {
  return unit === "ratio" ? value : Math.log(Math.max(value, floors[unit]));
}

/** The interval that a guess stands for; nothing for one that is no number. */
export function intervalOf(guess: Guess, unit: Unit): { low: number; high: number } | undefined {
  if (typeof guess === "object") return guess;
  if (typeof guess === "string") return undefined;
  const { share, factor } = numberWithin;
  return unit === "ratio"
    ? { low: guess - share, high: guess + share }
    : { low: guess / factor, high: guess * factor };
}

/** Winkler's interval score on the scale of the unit: the width, and much more for what lies outside. Less is better. */
export function winkler(interval: { low: number; high: number }, truth: Truth, unit: Unit): number {
  const [low, high, value] = [interval.low, interval.high, truth.value].map((one) => onScale(one, unit)) as [
    number,
    number,
    number,
  ];
  // a bound only tells that the truth is on its other side
  const below = truth.atLeast ? 0 : Math.max(0, low - value);
  const above = truth.atMost ? 0 : Math.max(0, value - high);
  return high - low + outsideCosts * (below + above);
}

/** How a guess fares: 0 to 100 points, and whether it held. A choice of words has no score. */
export function scoreOf(
  guess: Guess,
  truth: Truth | null,
  unit: Unit,
): { score: number | null; held: boolean | null } {
  const interval = intervalOf(guess, unit);
  if (!interval || truth === null) return { score: null, held: null };
  const costs = winkler(interval, truth, unit);
  const width = winkler(interval, { value: interval.low }, unit);
  // a hair for sums of binary fractions
  return { score: Math.round(100 / (1 + costs)), held: costs <= width + 1e-9 };
}

/** Of options that are numbers, the one nearest to the truth is right; others cannot be told. */
export function scoreOfChoice(
  choice: string,
  options: readonly string[],
  truth: Truth | null,
  unit: Unit,
): { score: number | null; held: boolean | null } {
  const numbers = options.map(Number);
  if (truth === null || numbers.some(Number.isNaN) || !options.includes(choice))
    return { score: null, held: null };
  const away = (option: number) => Math.abs(onScale(option, unit) - onScale(truth.value, unit));
  const nearest = Math.min(...numbers.map(away));
  const held = away(Number(choice)) <= nearest;
  return { score: held ? 100 : 0, held };
}
