import { sumHistograms } from "../model/histogram.ts";
import type { PhaseName } from "../model/lab.ts";
import type { Course } from "./course.ts";

export interface PercentilePoint {
  /** Of the answers, the share that came within `ms`. */
  share: number;
  ms: number;
}

const pointsPerDecade = 16;

/** The latency of every share of good answers, as far as their number goes; several repeats are merged. */
export function percentileCurve(courses: readonly Course[], phase: PhaseName): PercentilePoint[] {
  const rows = courses.flatMap(({ windows }) =>
    windows.flatMap(({ phases }) => phases.filter((one) => one.phase === phase).flatMap((one) => one.rows)),
  );
  const sum = sumHistograms(rows.filter(({ outcome }) => outcome === "ok").map((row) => row.latency));
  const count = sum.totalCount;
  if (count < 10) return [];
  const points = Math.floor(Math.log10(count) * pointsPerDecade);
  return Array.from({ length: points + 1 }, (_, index) => {
    const share = 1 - 10 ** (-index / pointsPerDecade);
    return { share, ms: sum.getValueAtPercentile(share * 100) / 1000 };
  });
}
