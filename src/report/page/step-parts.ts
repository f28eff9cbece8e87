import type { PhaseName } from "../../model/lab.ts";
import { type Language, stringsOf } from "../../text/language.ts";
import type { Course, MeasureAction } from "../course.ts";
import type { Figures, PartsOf } from "../figures.ts";
import type { StepView } from "../report-view.ts";
import type { RunRecord } from "../run-record.ts";

/** One step, and what there is to show of it. */
export interface StepParts {
  id: string;
  record: RunRecord;
  step: string;
  view: StepView;
  actions: readonly MeasureAction[];
  /** Of every step of the run. */
  courses: readonly Course[];
  figures: Figures;
  partsOf: PartsOf;
  language: Language;
}

/** The phases of an action that have figures; the whole only where it is not the same as the one phase. */
export function phasesOf(action: MeasureAction): PhaseName[] {
  const phases = action.phases.map(({ name }) => name).filter((name) => name !== "warmup");
  return phases.length > 0 ? phases : ["all"];
}

/** A stage's name, with the repeat where there are several. */
export function placeOf(action: MeasureAction, { actions, language }: StepParts): string {
  const repeats = actions.filter((other) => other.on === action.on).length;
  return repeats > 1 ? stringsOf(language).repeatOf(action.on, action.repeat + 1, repeats) : action.on;
}
