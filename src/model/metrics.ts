import type { Metric } from "./metric.ts";
import { availabilityMetrics } from "./metrics/availability.ts";
import { commandMetrics } from "./metrics/commands.ts";
import { dataMetrics } from "./metrics/data.ts";
import { generatorMetrics } from "./metrics/generator.ts";
import { latencyMetrics } from "./metrics/latency.ts";
import { resourceMetrics } from "./metrics/resources.ts";
import { sessionMetrics } from "./metrics/sessions.ts";
import { trafficMetrics } from "./metrics/traffic.ts";

export type { Metric, Unit } from "./metric.ts";

/** The one definition of every metric: schema, `./lab metrics`, docs and the claim checker read it. */
export const metrics = [
  ...trafficMetrics,
  ...latencyMetrics,
  ...sessionMetrics,
  ...availabilityMetrics,
  ...dataMetrics,
  ...resourceMetrics,
  ...commandMetrics,
  ...generatorMetrics,
] as const satisfies readonly Metric[];

export type MetricName = (typeof metrics)[number]["name"];

/** Looks a metric up by name. */
export function metricNamed(name: string): Metric | undefined {
  return metrics.find((metric) => metric.name === name);
}
