import type { Localized } from "./lab.ts";
import type { Unit } from "./metrics.ts";

/** What a learner expected of a run before it was made, and how it came out: a line of predictions.json. */
export interface Prediction {
  /** The predicting step of the lab. */
  step: string;
  /** What was asked. */
  asks: Localized;
  /** A number with its interval, a number alone, or one of the choices. */
  answer: { low: number; high: number } | number | string;
  /** Unit of the numbers; none with choices. */
  unit?: Unit;
  /** What was measured, or the choice that was right; `null` when the run could not tell. */
  measured: number | string | null;
  /** The true value is larger than `measured`. */
  atLeast?: boolean;
  /** Whether the answer met what was measured; `null` when that cannot be told. */
  met: boolean | null;
  /** Points by the rule of the walk, 0 to 100. */
  score?: number;
}

/** predictions.json in a run's folder; a run without a learner has none. */
export interface Predictions {
  format: 1;
  predictions: Prediction[];
}
