import type { Metric } from "../metric.ts";

/** How the load generator itself fared: whether its figures can be believed. */
export const generatorMetrics = [
  {
    name: "generator.achieved_ratio",
    unit: "ratio",
    means: "Share of requests that were sent on time",
    how: "Sent within 50 ms of their intended instant ÷ scheduled; a stalled server does not lower it",
    better: "higher",
    phase: "all",
  },
  {
    name: "generator.cpu_ratio",
    unit: "ratio",
    means: "How much of its CPU the generator used",
    how: "CPU time of its processes ÷ time ÷ its reserved share (one core per process at most)",
    better: "lower",
    phase: "all",
    needs: { load: "any" },
  },
  {
    name: "generator.loop_delay_ms",
    unit: "ms",
    means: "How late the generator's own timers fired",
    how: "Median over the seconds of the phase of the p99 event-loop delay",
    better: "lower",
    phase: "all",
  },
  {
    name: "generator.outstanding",
    unit: "count",
    means: "Most requests under way at the end of any second",
    how: "Largest count of requests sent and not yet answered",
    better: "neither",
    phase: "all",
  },
] as const satisfies readonly Metric[];
