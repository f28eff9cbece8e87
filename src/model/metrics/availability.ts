import type { Metric } from "../metric.ts";

/** What a fault costs users, and for how long. */
export const availabilityMetrics = [
  {
    name: "lb.ejection_s",
    unit: "s",
    means: "Time until the dead server no longer costs users errors",
    how: "From the order for the (then proved) fault to the last failure after which failures stay under 10 %, or single, in every 0.3 s (longer at low rates, to hold ten requests); when they do not stop, longer than the phase",
    better: "lower",
    phase: "fault",
    needs: { fault: true },
  },
  {
    name: "recovery.time_s",
    unit: "s",
    means: "Time from the end of the fault until answers stay good",
    how: "From the revert to the last failure of the recovery phase, told as for lb.ejection_s; when failures do not stop, longer than the phase",
    better: "lower",
    phase: "recovery",
    needs: { fault: true },
  },
  {
    name: "outage.count",
    unit: "count",
    means: "Times that the service stopped answering",
    how: "Changes from answered to failed among probes every 20 ms on connections of their own",
    better: "lower",
    phase: "all",
  },
  {
    name: "outage.longest_s",
    unit: "s",
    means: "The longest time without an answer",
    how: "From the first failed to the next answered probe, of outages that began in the phase; still down at the end: longer",
    better: "lower",
    phase: "all",
  },
  {
    name: "outage.total_s",
    unit: "s",
    means: "Time without an answer",
    how: "Sum of the parts of all outages that lie in the phase",
    better: "lower",
    phase: "all",
  },
  {
    name: "servers.answering",
    unit: "count",
    means: "App servers that gave good answers",
    how: "Distinct x-served-by values among good answers",
    better: "higher",
    phase: "all",
  },
  {
    name: "servers.largest_share",
    unit: "ratio",
    means: "Share of good answers that came from the busiest server",
    how: "Good answers of the busiest x-served-by ÷ good answers that name one",
    better: "lower",
    phase: "baseline",
  },
] as const satisfies readonly Metric[];
