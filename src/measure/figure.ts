import type { PhaseName } from "../model/lab.ts";
import type { Measurement } from "../model/measurement.ts";
import { type MetricName, metrics } from "../model/metrics.ts";
import type { StepData } from "./step-data.ts";

/** What a family of metrics found, before it is told which step it belongs to. */
export interface Found {
  metric: MetricName;
  phase: PhaseName;
  /** The part that it is of; the whole when absent. */
  of?: string;
  value: number | null;
  samples: number;
  atLeast?: boolean;
  reason?: string;
}

/** A figure, or none with the reason when it cannot be had. */
export function found(metric: MetricName, phase: PhaseName, value: number, samples: number): Found {
  return { metric, phase, value, samples };
}

/** A figure that could not be measured, and why. */
export function missing(metric: MetricName, phase: PhaseName, reason: string, samples = 0): Found {
  return { metric, phase, value: null, samples, reason };
}

/** A quotient; missing when there is nothing to divide by. */
export function quotient(
  metric: MetricName,
  phase: PhaseName,
  part: number,
  whole: number,
  lacking: string,
  samples: number = whole,
): Found {
  return whole > 0 ? found(metric, phase, part / whole, samples) : missing(metric, phase, lacking);
}

/** A figure as it is recorded: with its unit and where it belongs. */
export function toMeasurement(data: Pick<StepData, "key">, one: Found): Measurement {
  const unit = metrics.find((metric) => metric.name === one.metric)!.unit;
  return {
    metric: one.metric,
    unit,
    ...data.key,
    ...(one.of === undefined ? {} : { of: one.of }),
    phase: one.phase,
    value: one.value,
    ...(one.atLeast ? { atLeast: true } : {}),
    samples: one.samples,
    ...(one.reason === undefined ? {} : { reason: one.reason }),
  };
}
