import type { Metric } from "../metric.ts";

/** Whether users stay logged in. */
export const sessionMetrics = [
  {
    name: "sessions.refused_ratio",
    unit: "ratio",
    means: "Share of logged-in users' requests that were asked to log in again",
    how: "401/403 answers ÷ answered requests of users whose log-in had succeeded",
    better: "lower",
    phase: "baseline",
    needs: { login: true },
  },
  {
    name: "sessions.lost",
    unit: "count",
    means: "Logged-in users who were asked to log in again at least once",
    how: "Distinct users with a 401/403 answer after their log-in had succeeded",
    better: "lower",
    phase: "fault",
    needs: { login: true },
  },
  {
    name: "sessions.lost_ratio",
    unit: "ratio",
    means: "Share of logged-in users who were asked to log in again at least once",
    how: "Users with such an answer ÷ logged-in users with any answer in the phase",
    better: "lower",
    phase: "fault",
    needs: { login: true },
  },
  {
    name: "sessions.lost_to_fault",
    unit: "count",
    means: "Logged-in users whom the fault made log in again",
    how: "Distinct users with a 401/403 answer from the order for the fault on, to a kind of request (to the server that had logged them in, or to another one) of which at most 5 % were refused in the baseline",
    better: "lower",
    phase: "all",
    needs: { fault: true, login: true },
  },
] as const satisfies readonly Metric[];
