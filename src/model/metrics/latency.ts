import type { Metric } from "../metric.ts";

const how = "Merged HDR histograms of good answers, from the intended instant";

const common = {
  unit: "ms",
  how,
  better: "lower",
  phase: "baseline",
  capacity: true,
  by: "route",
} as const;

/** How long users waited. */
export const latencyMetrics = [
  { name: "latency.p50", means: "Half of the good answers came within this time", ...common },
  { name: "latency.p90", means: "Nine in ten good answers came within this time", ...common },
  { name: "latency.p99", means: "99 in 100 good answers came within this time", ...common },
  { name: "latency.p999", means: "999 in 1,000 good answers came within this time", ...common },
  { name: "latency.max", means: "The slowest good answer", ...common },
] as const satisfies readonly Metric[];
