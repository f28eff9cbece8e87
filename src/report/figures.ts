import type { MeasureKey } from "../model/event.ts";
import type { PhaseName } from "../model/lab.ts";
import type { Measurement } from "../model/measurement.ts";
import type { MetricName } from "../model/metrics.ts";

/** Finds a run's figures; nothing where nothing of the kind was measured. */
export type Figures = (
  key: MeasureKey,
  metric: MetricName,
  phase: PhaseName,
  of?: string,
) => Measurement | undefined;

/** A run's figures by what they are of. */
export function figuresBy(measurements: readonly Measurement[]): Figures {
  const nameOf = ({ step, on, repeat }: MeasureKey, metric: string, phase: string, of?: string) =>
    JSON.stringify([step, on, repeat, metric, phase, of ?? null]);
  const known = new Map(measurements.map((one) => [nameOf(one, one.metric, one.phase, one.of), one]));
  return (key, metric, phase, of) => known.get(nameOf(key, metric, phase, of));
}

/** The parts (servers, routes) that a measurement's figures of a metric are told by, in order. */
export type PartsOf = (key: MeasureKey, metric: MetricName) => string[];

/** A run's parts by what they are of. */
export function partsBy(measurements: readonly Measurement[]): PartsOf {
  const nameOf = ({ step, on, repeat }: MeasureKey, metric: string) =>
    JSON.stringify([step, on, repeat, metric]);
  const known = new Map<string, Set<string>>();
  for (const one of measurements) {
    if (one.of === undefined) continue;
    const name = nameOf(one, one.metric);
    known.set(name, (known.get(name) ?? new Set()).add(one.of));
  }
  return (key, metric) => [...(known.get(nameOf(key, metric)) ?? [])].sort();
}
