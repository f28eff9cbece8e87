import { matrixStep } from "../model/matrix.ts";
import type { ComparedFigure } from "./figures.ts";

const step = matrixStep;

/** What decides whether a stage survived. */
export const decisive = {
  failed: { title: "failed", metric: "http.failed_ratio", step, phase: "fault" },
  recovered: { title: "recovered after", metric: "recovery.time_s", step, phase: "recovery" },
  writesLost: { title: "writes lost", metric: "writes.lost", step, phase: "all" },
} as const satisfies Record<string, ComparedFigure>;

/** What `matrix` tells of each cell, in the order of its tables. */
export const matrixFigures: readonly ComparedFigure[] = [
  decisive.failed,
  { title: "outage", metric: "outage.total_s", step, phase: "all" },
  decisive.recovered,
  decisive.writesLost,
  { title: "sessions lost", metric: "sessions.lost_to_fault", step, phase: "all" },
  { title: "p99 before", metric: "latency.p99", step, phase: "baseline" },
  { title: "p99 in the fault", metric: "latency.p99", step, phase: "fault" },
];

/**
 * At most this share of requests may fail in the fault phase. A dead server of two that leaves the rotation after a
 * second costs half of the requests of one second in ten: 5 %. The limit keeps clear of that.
 */
export const survivableShare = 0.1;

/** When a stage counts as having survived a fault. */
export const survivedRule =
  "survived: at most 10 % of requests failed in the fault phase, errors stopped for good within the recovery phase, and no acknowledged write is lost; with repeats, in every sound one";
