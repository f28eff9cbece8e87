import type { Question } from "./lab.ts";
import type { MetricName, Unit } from "./metrics.ts";

/** What a learner believes before a measurement: an interval, a number, or one of the options. */
export type Guess = { low: number; high: number } | number | string;

/** A guess beside what was measured: `predictions.json` of the run's folder has one for each that the run settles. */
export interface Prediction {
  /** The step that asked. */
  id: string;
  metric: MetricName;
  /** Stage alias, or `a / b` for a ratio. */
  on: string;
  /** `step/phase`. */
  during: string;
  of?: string;
  guess: Guess;
  /** `null` when it could not be measured. */
  value: number | null;
  /** The true value is larger (smaller) than `value`. */
  atLeast?: boolean;
  atMost?: boolean;
  unit: Unit;
  /** 0 to 100, the more the better; `null` when there was nothing to compare with. */
  score: number | null;
  /** The truth lies within the guess. */
  held: boolean | null;
}

/** What a learner did by hand, with the clock running. Seconds count from the fault. */
export interface ByHand {
  /** The learner said so. */
  noticedS: number | null;
  /** Users had good answers again, and went on having them. */
  mendedS: number | null;
  /** How long users had had none, by the load that watched. */
  failed: number;
  requests: number;
}

/** A figure that is asked back after a measurement: whoever has not made it cannot know it. */
export interface AskedFigure {
  metric: MetricName;
  on: string;
  of?: string;
  during: string;
  comparedWith?: string;
  value: number;
  unit: Unit;
}

/** How a learner stands with one step. */
export interface StepRecord {
  /** `skipped`: made up for by `goto --ready`, not by the learner. */
  state?: "passed" | "skipped";
  /** Hints that were shown. */
  hints?: number;
  /** Answers that were not let through. */
  misses?: number;
  guess?: Guess;
  scored?: Prediction;
  /** The run whose figure was read back. */
  run?: string;
  answers?: Record<string, { given: string; right: boolean }>;
  byHand?: ByHand;
}

/** How a learner stands with one lab. */
export interface LabWalk {
  /** The step that the learner stands at. */
  at: string;
  startedAt: string;
  endedAt?: string;
  steps: Record<string, StepRecord>;
}

/** Everything the guide remembers of a learner: one file. */
export interface Progress {
  format: 1;
  /** Grows with each change, so that two walks at once do not undo each other. */
  revision: number;
  /** The learner's own: arrivals, fault targets, moments and questions are drawn from it. */
  seed: string;
  /** The lab that is under way. */
  lab: string | null;
  labs: Record<string, LabWalk>;
}

/** What the learner's own run has shown of a measuring step. */
export interface StepEvidence {
  run: string;
  /** Nothing when no figure of it is worth asking. */
  asked: AskedFigure | undefined;
  /** Servers that gave answers before the fault and hardly any during it. */
  missing: string[];
}

/** By measuring step. */
export type Evidence = Readonly<Record<string, StepEvidence | undefined>>;

/** What has to happen before the step is passed. */
export type Need =
  | { kind: "go-on" }
  | { kind: "guess"; ask: "interval" | "number" | "choice"; unit: Unit; options: readonly string[] }
  /** The step of that name has to be measured: usually the one that the learner stands at. */
  | { kind: "run"; step: string }
  | { kind: "figure"; figure: AskedFigure }
  | { kind: "answer" }
  | { kind: "question"; question: Question; nth: number; of: number }
  | { kind: "do" }
  | { kind: "by-hand" }
  | { kind: "end" };

/** Why an answer was not let through. */
export type Refusal =
  | "not-a-number"
  | "not-an-interval"
  | "not-an-option"
  | "not-a-share"
  | "low-above-high"
  | "other-figure"
  | "wrong"
  | "not-mended"
  | "not-done"
  | "nothing-to-answer"
  | "nothing-to-measure";
