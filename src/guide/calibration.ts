import type { Progress } from "../model/walk.ts";

/** How a learner's guesses fared: in one lab, or in all. */
export interface Calibration {
  lab: string | null;
  /** Guesses that could be compared with a measurement. */
  scored: number;
  held: number;
  /** Mean of the scores; `null` without any. */
  points: number | null;
}

/** A line for each lab in which something was guessed, in order, and one for all of them. */
export function calibrationOf(progress: Progress): { labs: Calibration[]; all: Calibration } {
  const labs = Object.keys(progress.labs)
    .sort()
    .map((lab) => sumOf(lab, guessesIn(progress, lab)))
    .filter((one) => one.scored > 0);
  const all = Object.keys(progress.labs).flatMap((lab) => guessesIn(progress, lab));
  return { labs, all: sumOf(null, all) };
}

function guessesIn(progress: Progress, lab: string): { score: number; held: boolean }[] {
  return Object.values(progress.labs[lab]?.steps ?? {}).flatMap(({ scored }) =>
    scored && scored.held !== null && scored.score !== null
      ? [{ score: scored.score, held: scored.held }]
      : [],
  );
}

function sumOf(lab: string | null, guesses: readonly { score: number; held: boolean }[]): Calibration {
  const points = guesses.reduce((sum, one) => sum + one.score, 0);
  return {
    lab,
    scored: guesses.length,
    held: guesses.filter((one) => one.held).length,
    points: guesses.length === 0 ? null : Math.round(points / guesses.length),
  };
}
