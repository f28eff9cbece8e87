import { scoreOf, scoreOfChoice } from "../../guide/scoring.ts";
import { recordOf } from "../../guide/walk.ts";
import type { Lab, StepOf } from "../../model/lab.ts";
import type { Measurements } from "../../model/measurement.ts";
import type { Guess, LabWalk, Prediction } from "../../model/walk.ts";
import { judgeClaim } from "../../verdict/claim.ts";
import { stepsOf } from "./evidence.ts";

/** The name under which a run's folder holds what its learner had believed. */
export const predictionsFile = "predictions.json";

/** The learner's guesses that rest on a step and whose figures are all measured, beside what was measured. */
export function settledBy(
  step: string,
  lab: Lab,
  walk: LabWalk,
  measured: ReadonlySet<string>,
  all: Measurements,
): Prediction[] {
  return lab.steps.flatMap((one) => {
    if (one.kind !== "predict" || one.subject === undefined) return [];
    const { guess } = recordOf(walk, one.id);
    const about = stepsOf({ subject: one.subject });
    if (guess === undefined || !about.includes(step) || !about.every((id) => measured.has(id))) return [];
    return [compared({ ...one, subject: one.subject }, guess, all)];
  });
}

type Predict = StepOf<"predict"> & { subject: NonNullable<StepOf<"predict">["subject"]> };

function compared({ id, metric, subject, options }: Predict, guess: Guess, all: Measurements): Prediction {
  // a claim that says nothing: its figure is what the guess was about
  const nothing = {
    id,
    says: { en: "", ko: "" },
    metric,
    subject,
    expect: { op: ">=", value: 0, minSamples: 1 },
    mustFailOn: [],
    proves: [],
  } as const;
  const found = judgeClaim({ ...nothing, mustFailOn: [], proves: [] }, all);
  const { value, unit, atLeast, atMost } = found;
  const bounds = { ...(atLeast && { atLeast }), ...(atMost && { atMost }) };
  const truth = value === null ? null : { value, ...bounds };
  const fared =
    typeof guess === "string" ? scoreOfChoice(guess, options, truth, unit) : scoreOf(guess, truth, unit);
  return {
    id,
    metric,
    on: found.on,
    during: found.during,
    ...(subject.of !== undefined && { of: subject.of }),
    guess,
    value,
    ...bounds,
    unit,
    ...fared,
  };
}
