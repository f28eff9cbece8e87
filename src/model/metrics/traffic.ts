import type { Metric } from "../metric.ts";

/** How much was asked for, how much came back good. */
export const trafficMetrics = [
  {
    name: "http.requests",
    unit: "count",
    means: "Requests that users meant to send",
    how: "Scheduled instants of the open-loop generator that lie in the phase",
    better: "neither",
    phase: "all",
  },
  {
    name: "http.rate",
    unit: "1/s",
    means: "Requests per second that got a good answer",
    how: "Good answers ÷ length of the phase",
    better: "higher",
    phase: "all",
    by: "route",
  },
  {
    name: "http.failed",
    unit: "count",
    means: "Requests that failed",
    how: "Connection errors, resets, timeouts, 5xx and other unexpected answers; refused log-ins are not failures",
    better: "lower",
    phase: "fault",
    by: "route",
  },
  {
    name: "http.failed_ratio",
    unit: "ratio",
    means: "Share of requests that failed",
    how: "Failed ÷ all requests whose intended instant lies in the phase",
    better: "lower",
    phase: "fault",
    by: "route",
  },
  {
    name: "http.ok_ratio",
    unit: "ratio",
    means: "Share of requests that got a good answer",
    how: "Good ÷ all requests whose intended instant lies in the phase",
    better: "higher",
    phase: "fault",
    by: "route",
  },
  {
    name: "throughput.knee",
    unit: "1/s",
    means: "Highest throughput that the stage reaches before latency or errors pass a limit",
    how: "Closed loop with more and more connections; when it was still growing at the last one, the knee is higher",
    better: "higher",
    phase: "all",
    capacity: true,
    needs: { load: "peak" },
  },
] as const satisfies readonly Metric[];
