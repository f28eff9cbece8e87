import { csvTable } from "../text/escape.ts";
import { printableLine } from "../text/printable.ts";
import type { FinishedRun } from "./finished-run.ts";

const header = [
  "step",
  "on",
  "repeat",
  "phase",
  "metric",
  "of",
  "unit",
  "value",
  "at_least",
  "samples",
  "reason",
] as const;

/** Every figure of the run as CSV (RFC 4180, one header line), as exact as it is on record. */
export function renderCsv({ measurements }: FinishedRun): string {
  return csvTable(
    header,
    measurements.measurements.map((one) => ({
      step: printableLine(one.step),
      on: printableLine(one.on),
      repeat: one.repeat + 1,
      phase: one.phase,
      metric: one.metric,
      of: one.of === undefined ? null : printableLine(one.of),
      unit: one.unit,
      value: one.value,
      at_least: one.atLeast ? "yes" : null,
      samples: one.samples,
      reason: one.reason === undefined ? null : printableLine(one.reason),
    })),
  );
}
