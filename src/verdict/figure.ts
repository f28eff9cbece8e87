import type { During } from "../model/lab.ts";
import type { Measurement, Measurements, Unsound } from "../model/measurement.ts";
import { type MetricName, metricNamed } from "../model/metrics.ts";

/** Which figure: a metric on one stage, or one part of it there, in one part of one step. */
export interface FigureKey {
  metric: MetricName;
  on: string;
  of?: string;
  during: Required<During>;
}

/** What stands behind a figure: its repeats, or the reason why there are none that can be used. */
export type Evidence =
  | { state: "measured"; repeats: (Measurement & { value: number })[]; samples: number }
  | { state: "unknown" | "invalid"; reasons: string[]; samples: number };

/**
 * All repeats of one figure. One unsound repeat spoils it (leaving it out would be picking), one that could not
 * be measured makes it unknown. `samples` is the smallest of the repeats'.
 */
export function evidenceFor(key: FigureKey, all: Measurements): Evidence {
  const { step, phase } = key.during;
  const rows = all.measurements.filter(
    (one) =>
      one.metric === key.metric &&
      one.on === key.on &&
      one.of === key.of &&
      one.step === step &&
      one.phase === phase,
  );
  const samples = rows.length === 0 ? 0 : Math.min(...rows.map((row) => row.samples));
  const touching = all.unsound.filter((one) => touches(one, key));
  const spoiled = touching.filter((one) => !leavesUnknown(one));
  if (spoiled.length > 0) return { state: "invalid", reasons: spoiled.map(textOf), samples };
  if (touching.length > 0) return { state: "unknown", reasons: touching.map(textOf), samples };
  if (rows.length === 0) {
    return {
      state: "unknown",
      reasons: [`${figureText(key)} was not measured on ${key.on} in ${step}/${phase}`],
      samples,
    };
  }
  const missing = rows.filter((row) => row.value === null);
  if (missing.length > 0) {
    const reasons = missing.map(
      (row) => `${row.reason ?? "no figure"}${repeatText(row.repeat, rows.length)}`,
    );
    return { state: "unknown", reasons: [...new Set(reasons)], samples };
  }
  return { state: "measured", repeats: rows as (Measurement & { value: number })[], samples };
}

const figureText = ({ metric, of }: FigureKey): string => (of === undefined ? metric : `${metric} of ${of}`);

function touches(unsound: Unsound, key: FigureKey): boolean {
  if (unsound.step !== key.during.step || unsound.on !== key.on) return false;
  if (unsound.phases && !unsound.phases.includes(key.during.phase)) return false;
  return !unsound.capacityOnly || metricNamed(key.metric)?.capacity === true;
}

// A quota that cannot be set here says nothing against the measurement: the claim just cannot be tested.
const leavesUnknown = (unsound: Unsound): boolean => unsound.code === "no-quota";

const repeatText = (repeat: number, of: number): string => (of > 1 ? ` (repeat ${repeat + 1})` : "");

const textOf = (unsound: Unsound): string => unsound.text;
