import type { Measurement, Measurements, Unsound } from "../model/measurement.ts";
import { type ComparedFigure, comparedFigures, metricOf } from "./figures.ts";
import type { CompareRow, UnsoundRepeat } from "./result.ts";
import { type Repeated, spreadOf } from "./spread.ts";

/** One run of a bench, measured. */
export interface MeasuredPart {
  stage: string;
  /** From 0. */
  repeat: number;
  run: string;
  measurements: Measurements;
}

/** A stage to be compared; `fault` is its standard fault in words, such as `kill app-1`. */
export interface ComparedStage {
  stage: string;
  fault?: string;
}

/** True when an unsound step leaves this figure untrustworthy. */
function spoils(unsound: Unsound, figure: ComparedFigure): boolean {
  if (unsound.step !== figure.step) return false;
  if (unsound.phases && !unsound.phases.includes(figure.phase)) return false;
  return !unsound.capacityOnly || metricOf(figure).capacity === true;
}

/** One repeat's figure, or why it is left out. */
export type Used = { state: "used"; value: Repeated } | { state: "left-out"; reason: string };

/** A repeat's figure if it can be trusted; `broken`: a fault was planned. */
export function usable(part: MeasuredPart, figure: ComparedFigure, broken: boolean): Used {
  const doubts = part.measurements.unsound.filter((one) => spoils(one, figure));
  if (doubts.length > 0) return { state: "left-out", reason: doubts.map((one) => one.text).join("; ") };
  const found = part.measurements.measurements.find(
    (one: Measurement) =>
      one.metric === figure.metric &&
      one.of === undefined &&
      one.step === figure.step &&
      one.phase === figure.phase,
  );
  if (!found && !broken && figure.phase !== "baseline" && figure.phase !== "all") {
    return { state: "left-out", reason: "the stage declares no standard fault" };
  }
  if (!found || found.value === null)
    return { state: "left-out", reason: found?.reason ?? "was not measured" };
  return { state: "used", value: { value: found.value, ...(found.atLeast && { atLeast: true }) } };
}

/** Every distinct reason once, with the repeats it concerns unless it concerns all. */
export function reasonText(left: readonly { repeat: number; reason: string }[], of: number): string {
  const byReason = new Map<string, number[]>();
  for (const { repeat, reason } of left) byReason.set(reason, [...(byReason.get(reason) ?? []), repeat + 1]);
  return [...byReason]
    .map(([reason, repeats]) =>
      repeats.length === of
        ? reason
        : `repeat${repeats.length > 1 ? "s" : ""} ${repeats.join(", ")}: ${reason}`,
    )
    .join("; ");
}

/** One figure over the repeats of one part; `of` says what the row is about. */
export function figureRow(
  of: Pick<CompareRow, "stage" | "fault">,
  parts: readonly MeasuredPart[],
  figure: ComparedFigure,
  broken = true,
): CompareRow {
  const used = parts.map((part) => ({ part, used: usable(part, figure, broken) }));
  const spread = spreadOf(used.flatMap(({ used: one }) => (one.state === "used" ? [one.value] : [])));
  const left = used.flatMap(({ part, used: one }) =>
    one.state === "left-out" ? [{ repeat: part.repeat, reason: one.reason }] : [],
  );
  const reason = parts.length === 0 ? "the stage was not measured" : reasonText(left, parts.length);
  const { atLeast = [], ...figures } = spread ?? { min: null, median: null, max: null, repeats: 0 };
  return {
    ...of,
    metric: figure.metric,
    unit: metricOf(figure).unit,
    step: figure.step,
    phase: figure.phase,
    ...figures,
    ...(atLeast.length > 0 && { atLeast }),
    ...(reason !== "" && { reason }),
  };
}

function rowOf(
  { stage, fault }: ComparedStage,
  parts: readonly MeasuredPart[],
  figure: ComparedFigure,
): CompareRow {
  const about = figure.phase === "fault" || figure.phase === "recovery";
  const of = { stage, ...(fault !== undefined && about && { fault }) };
  return figureRow(of, parts, figure, fault !== undefined);
}

/** One row for each stage and figure. Unsound repeats are in no row's figures; why is in its reason. */
export function compareRows(stages: readonly ComparedStage[], parts: readonly MeasuredPart[]): CompareRow[] {
  return comparedFigures.flatMap((figure) =>
    stages.map((stage) =>
      rowOf(
        stage,
        parts.filter((part) => part.stage === stage.stage),
        figure,
      ),
    ),
  );
}

/** Every reason not to trust a repeat, as the report lists them. */
export function unsoundRepeats(parts: readonly MeasuredPart[]): UnsoundRepeat[] {
  return parts.flatMap(({ stage, repeat, run, measurements }) =>
    measurements.unsound.map(({ step, code, text, capacityOnly, phases }) => ({
      stage,
      repeat,
      run,
      step,
      code,
      text,
      ...(capacityOnly && { capacityOnly }),
      ...(phases && { phases }),
    })),
  );
}
