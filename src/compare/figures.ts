import { benchSteps } from "../model/bench.ts";
import type { PhaseName } from "../model/lab.ts";
import { type Metric, type MetricName, metricNamed } from "../model/metrics.ts";

/** One line of a comparison: a metric in one part of the bench. */
export interface ComparedFigure {
  title: string;
  metric: MetricName;
  step: string;
  phase: PhaseName;
  /** Does not vary from repeat to repeat. */
  exact?: boolean;
}

const { knee, equalRate } = benchSteps;

/** What `bench` and `diff` compare, in the order of the table. */
export const comparedFigures: readonly ComparedFigure[] = [
  { title: "knee", metric: "throughput.knee", step: knee, phase: "all" },
  { title: "p50", metric: "latency.p50", step: equalRate, phase: "baseline" },
  { title: "p99", metric: "latency.p99", step: equalRate, phase: "baseline" },
  { title: "failed", metric: "http.failed_ratio", step: equalRate, phase: "baseline" },
  { title: "failed in the fault", metric: "http.failed_ratio", step: equalRate, phase: "fault" },
  { title: "availability in the fault", metric: "http.ok_ratio", step: equalRate, phase: "fault" },
  { title: "errors ended after", metric: "lb.ejection_s", step: equalRate, phase: "fault" },
  { title: "recovered after", metric: "recovery.time_s", step: equalRate, phase: "recovery" },
  {
    title: "logged-in requests refused",
    metric: "sessions.refused_ratio",
    step: equalRate,
    phase: "baseline",
  },
  { title: "CPU per 1,000 good", metric: "cpu.per_1000_good", step: equalRate, phase: "baseline" },
  { title: "memory peak", metric: "memory.peak", step: equalRate, phase: "all" },
  { title: "containers", metric: "servers.containers", step: equalRate, phase: "baseline", exact: true },
  { title: "price", metric: "cost.per_hour", step: equalRate, phase: "baseline", exact: true },
  { title: "per million good", metric: "cost.per_million", step: equalRate, phase: "baseline" },
  { title: "per million good at the knee", metric: "cost.per_million", step: knee, phase: "all" },
];

/** The dictionary's entry of a figure. */
export function metricOf(figure: ComparedFigure): Metric {
  const metric = metricNamed(figure.metric);
  if (!metric) throw new Error(`${figure.metric} is not in the dictionary`);
  return metric;
}
