import { matrixStep } from "../model/matrix.ts";
import type { Measurement, Unsound } from "../model/measurement.ts";
import { someHost } from "../model/testing/host.ts";
import { metricOf } from "./figures.ts";
import { cellOf, matrixRows, unsoundCells } from "./matrix-cells.ts";
import { matrixFigures, survivedRule } from "./matrix-figures.ts";
import type { MatrixResult, MeasuredCell, PlannedCell } from "./matrix-result.ts";

const key = { step: matrixStep, on: "alias" };

/** A hand-made run for tests: a stage that survived, unless `values` (by a figure's title) says otherwise. */
export function madeCell(
  stage: string,
  fault: string,
  options: {
    repeat?: number;
    values?: Partial<Record<string, number | null>>;
    atLeast?: readonly string[];
    unsound?: Partial<Unsound>[];
    impossible?: string;
  } = {},
): MeasuredCell {
  const { repeat = 0, values = {}, atLeast = [], impossible } = options;
  const measurements = matrixFigures.map(({ title, metric, step, phase }): Measurement => {
    const usual = title.startsWith("p99") ? 40 : 0;
    const value = impossible === undefined ? (values[title] === undefined ? usual : values[title]) : null;
    return {
      metric,
      unit: metricOf({ title, metric, step, phase }).unit,
      on: "alias",
      step,
      phase,
      repeat,
      value,
      samples: 100,
      ...(atLeast.includes(title) && { atLeast: true }),
      ...(value === null && { reason: impossible ?? "nothing was asked" }),
    };
  });
  return {
    stage,
    fault,
    repeat,
    run: `run-${stage}-${fault}-${repeat}`,
    measurements: {
      run: `run-${stage}-${fault}-${repeat}`,
      lab: "matrix",
      measurements,
      unsound: (options.unsound ?? []).map((one) => ({
        ...key,
        repeat,
        code: "generator-late",
        text: "arrivals were late",
        ...one,
      })),
      ...(impossible !== undefined && { impossible: [{ ...key, repeat, text: impossible }] }),
      phases: [],
      outages: [],
    },
  };
}

/** A whole matrix of hand-made runs. */
export function madeMatrix(
  planned: readonly PlannedCell[],
  parts: readonly MeasuredCell[],
  more: Partial<MatrixResult> = {},
): MatrixResult {
  return {
    matrix: "0123456789ab",
    dir: "runs/matrix-0123456789ab",
    version: "0.0.0",
    seed: "1",
    quick: false,
    rule: survivedRule,
    workload: {
      load: {
        kind: "open",
        name: "browse",
        ratePerS: 60,
        arrivals: "poisson",
        mix: [{ journey: "visitor", weight: 1, steps: [{ kind: "get", path: "/" }] }],
      },
      phases: { warmupMs: 5000, baselineMs: 10_000, faultMs: 10_000, recoveryMs: 20_000 },
    },
    host: someHost,
    stages: [...new Set(planned.map(({ stage }) => stage))],
    faults: [...new Set(planned.map(({ fault }) => fault))],
    repeats: 1,
    rows: matrixRows(planned, parts),
    cells: planned.map((cell) => cellOf(cell, parts)),
    leftOut: [],
    unsound: unsoundCells(parts),
    parts: parts.map(({ stage, fault, repeat, run }) => ({
      ...{ stage, fault, repeat, run },
      runDir: `runs/${run}`,
      before: false,
    })),
    durationS: 1,
    ...more,
  };
}
