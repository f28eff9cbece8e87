import type { Course } from "./course.ts";

/** Requests that became due in a while, by how they ended, per second. */
export interface RateBin {
  fromS: number;
  toS: number;
  ok: number;
  refused: number;
  failed: number;
}

const mostBins = 48;
const binWidths = [0.2, 0.5, 1, 2, 5, 10, 20, 60];

/** How wide the bins of a course are, so that a chart is not crowded. */
export function binWidthS(lengthS: number): number {
  return binWidths.find((width) => lengthS / width <= mostBins) ?? Math.ceil(lengthS / mostBins);
}

/** Answers by the instant at which they were due, per second. */
export function rateBins({ ticks, lengthS }: Course, widthS = binWidthS(lengthS)): RateBin[] {
  // a rest of less than half a bin would be a figure of too few requests: it belongs to the last one
  const count = Math.max(1, Math.round(lengthS / widthS));
  const bins = Array.from({ length: count }, (_, index): RateBin => {
    const fromS = index * widthS;
    return { fromS, toS: index === count - 1 ? lengthS : fromS + widthS, ok: 0, refused: 0, failed: 0 };
  });
  for (const { atS, ok, refused, failed } of ticks) {
    // a tick is named by its start; its requests lie on average in its middle
    const middle = atS + 0.05;
    if (middle < 0 || middle > lengthS) continue;
    const bin = bins[Math.min(count - 1, Math.floor(middle / widthS))]!;
    bin.ok += ok;
    bin.refused += refused;
    bin.failed += failed;
  }
  return bins.map(({ fromS, toS, ok, refused, failed }) => {
    const perS = (count: number) => count / (toS - fromS);
    return { fromS, toS, ok: perS(ok), refused: perS(refused), failed: perS(failed) };
  });
}
