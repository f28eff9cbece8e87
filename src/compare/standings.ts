import { type ComparedFigure, comparedFigures, metricOf } from "./figures.ts";
import { fewestRepeats, type Judgement, judge } from "./judgement.ts";
import type { CompareRow, Standing } from "./result.ts";
import type { Spread } from "./spread.ts";

/** A row's figures as a spread; undefined when it has none. */
export function spreadIn(row: CompareRow | undefined): Spread | undefined {
  if (!row || row.median === null || row.min === null || row.max === null) return undefined;
  return { min: row.min, median: row.median, max: row.max, repeats: row.repeats, atLeast: row.atLeast ?? [] };
}

/** The rows of one figure. */
export function rowsOf(rows: readonly CompareRow[], figure: ComparedFigure): CompareRow[] {
  return rows.filter(
    (row) => row.metric === figure.metric && row.step === figure.step && row.phase === figure.phase,
  );
}

type Measured = { stage: string; spread: Spread };

const largeness = (spread: Spread): number =>
  spread.atLeast.includes("median") ? Number.MAX_VALUE : spread.median;

/** The one whose median is best; the first of several. */
function leaderOf(measured: readonly Measured[], higher: boolean): Measured | undefined {
  return measured.reduce<Measured | undefined>((best, one) => {
    if (!best) return one;
    const [a, b] = [largeness(one.spread), largeness(best.spread)];
    return (higher ? a > b : a < b) ? one : best;
  }, undefined);
}

function says(judgement: Judgement, ahead: readonly string[], of: number): string {
  const names = ahead.join(", ");
  switch (judgement) {
    case "better":
      return `${names} is ahead`;
    case "same":
      return ahead.length === of ? "the same" : `${names} are ahead: the same`;
    case "no-clear-difference":
      return ahead.length === of
        ? "no clear difference"
        : `${names} are ahead of the rest; no clear difference between them`;
    case "too-few-repeats":
      return `too few repeats to tell (${fewestRepeats} are needed)`;
    default:
      return "not measured on two stages";
  }
}

function standingOf(figure: ComparedFigure, rows: readonly CompareRow[]): Standing {
  const { better } = metricOf(figure);
  const measured = rows.flatMap((row) => {
    const spread = spreadIn(row);
    return spread ? [{ stage: row.stage, spread }] : [];
  });
  const leader = leaderOf(measured, better === "higher");
  const standing = (judgement: Judgement, ahead: string[]): Standing => {
    const { metric, step, phase } = figure;
    return { metric, step, phase, ahead, judgement, says: says(judgement, ahead, measured.length) };
  };
  if (!leader || measured.length < 2) return standing("not-measured", []);
  const against = measured
    .filter((one) => one !== leader)
    .map((one) => ({ ...one, judgement: judge(leader.spread, one.spread, better, figure.exact) }));
  // a stage with too few repeats is neither ahead nor behind: the others cannot be clear of it
  if (against.some((one) => one.judgement === "too-few-repeats")) return standing("too-few-repeats", []);
  const level = against.filter((one) => one.judgement !== "better");
  if (level.length === 0) return standing("better", [leader.stage]);
  const ahead = [leader.stage, ...level.map((one) => one.stage)];
  return standing(level.every((one) => one.judgement === "same") ? "same" : "no-clear-difference", ahead);
}

/** Which stages are ahead in each figure, spread considered. */
export function standingsOf(rows: readonly CompareRow[]): Standing[] {
  return comparedFigures.map((figure) => standingOf(figure, rowsOf(rows, figure)));
}
