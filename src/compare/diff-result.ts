import type { PhaseName } from "../model/lab.ts";
import type { MetricName } from "../model/metrics.ts";
import type { Change } from "./changes.ts";
import { comparedFigures, metricOf } from "./figures.ts";
import { type Judgement, judge } from "./judgement.ts";
import type { CompareRow, UnsoundRepeat } from "./result.ts";
import { rowsOf, spreadIn } from "./standings.ts";

/** How the second stage stands to the first in one figure. */
export interface Comparison {
  title: string;
  metric: MetricName;
  step: string;
  phase: PhaseName;
  /** Of the second stage: `better` means that it is better than the first. */
  judgement: Judgement;
  /** Second median ÷ first median; null when it cannot be told. */
  times: number | null;
}

/** What `diff --json` prints. */
export interface DiffResult {
  a: string;
  b: string;
  changes: Change[];
  /** The bench whose figures these are; null when no bench has both stages as they are now. */
  bench: string | null;
  rows: CompareRow[];
  comparisons: Comparison[];
  unsound: UnsoundRepeat[];
  /** Why there are no figures, and how to get them. */
  reason?: string;
  next?: string;
}

function timesOf(a: CompareRow | undefined, b: CompareRow | undefined): number | null {
  const known = (row: CompareRow | undefined) =>
    row === undefined || row.median === null || row.atLeast?.includes("median") ? undefined : row.median;
  const [before, after] = [known(a), known(b)];
  return before === undefined || after === undefined || before === 0 ? null : after / before;
}

/** Judges each figure of stage `b` against that of stage `a`, spread considered. */
export function comparisonsOf(rows: readonly CompareRow[], a: string, b: string): Comparison[] {
  return comparedFigures.map((figure) => {
    const own = rowsOf(rows, figure);
    const [first, second] = [a, b].map((stage) => own.find((row) => row.stage === stage));
    const judgement = judge(spreadIn(second), spreadIn(first), metricOf(figure).better, figure.exact);
    const { title, metric, step, phase } = figure;
    return { title, metric, step, phase, judgement, times: timesOf(first, second) };
  });
}
