import type { Measurement, Unsound } from "../model/measurement.ts";
import { someHost } from "../model/testing/host.ts";
import { comparedFigures, metricOf } from "./figures.ts";
import type { BenchResult } from "./result.ts";
import { compareRows, type MeasuredPart, unsoundRepeats } from "./rows.ts";
import { standingsOf } from "./standings.ts";

/** Hand-made parts for tests: every figure of the table has the same value unless `values` says otherwise. */
export function madePart(
  stage: string,
  repeat: number,
  options: {
    value?: number;
    values?: Partial<Record<string, number | null>>;
    atLeast?: readonly string[];
    unsound?: Partial<Unsound>[];
  } = {},
): MeasuredPart {
  const measurements = comparedFigures.map((figure): Measurement => {
    const value = options.values?.[figure.title];
    return {
      metric: figure.metric,
      unit: metricOf(figure).unit,
      on: "alias",
      step: figure.step,
      phase: figure.phase,
      repeat,
      value: value === undefined ? (options.value ?? 1) : value,
      samples: 100,
      ...(options.atLeast?.includes(figure.title) && { atLeast: true }),
      ...(value === null && { reason: "nothing was asked" }),
    };
  });
  const unsound = (options.unsound ?? []).map(
    (one): Unsound => ({
      step: "equal-rate",
      on: "alias",
      repeat,
      code: "generator-late",
      text: "arrivals were late",
      ...one,
    }),
  );
  return {
    stage,
    repeat,
    run: `run-${stage}-${repeat}`,
    measurements: {
      run: `run-${stage}-${repeat}`,
      lab: "bench",
      measurements,
      unsound,
      phases: [],
      outages: [],
    },
  };
}

/** A whole bench of hand-made parts. */
export function madeBench(
  stages: readonly { stage: string; fault?: string }[],
  parts: readonly MeasuredPart[],
): BenchResult {
  const rows = compareRows(stages, parts);
  return {
    bench: "0123456789ab",
    dir: "runs/bench-0123456789ab",
    version: "0.0.0",
    seed: "1",
    quick: false,
    workload: {
      knee: {
        kind: "peak",
        name: "knee",
        path: "/feed",
        stopAt: { p99Ms: 500, errorRatio: 0.01 },
        stepMs: 3000,
      },
      equalRate: {
        kind: "open",
        name: "browse",
        ratePerS: 60,
        arrivals: "poisson",
        mix: [{ journey: "visitor", weight: 1, steps: [{ kind: "get", path: "/" }] }],
      },
      phases: { warmupMs: 2000, baselineMs: 10_000, faultMs: 10_000, recoveryMs: 10_000 },
    },
    host: someHost,
    stages: stages.map(({ stage, fault }) => ({ stage, fault: fault ?? null, repeats: 3 })),
    rows,
    standings: standingsOf(rows),
    unsound: unsoundRepeats(parts),
    parts: parts.map(({ stage, repeat, run }) => ({
      stage,
      repeat,
      run,
      runDir: `runs/${run}`,
      before: false,
    })),
    durationS: 1,
  };
}
