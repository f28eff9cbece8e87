import type { Arrivals } from "../model/load.ts";
import type { Random } from "../model/seed.ts";

/**
 * The endless stream of intended instants, in ms from the start, `perSecond` on average.
 * Constant ones are multiples of the gap rather than sums of it, so that rounding never adds up.
 */
export function createArrivals(kind: Arrivals, perSecond: number, random: Random): () => number {
  if (kind === "constant") {
    let index = 0;
    return () => (index++ * 1000) / perSecond;
  }
  let atMs = 0;
  return () => {
    atMs += random.exponential(1000 / perSecond);
    return atMs;
  };
}
