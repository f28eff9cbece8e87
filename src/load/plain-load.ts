import type { Arrivals, OpenJob } from "../model/load.ts";

/** What a load of one path is asked for with. */
export interface PlainLoad {
  url: URL;
  /** Requests a second. */
  rate: number;
  durationMs: number;
  arrivals: Arrivals;
  seed: string;
  processes?: number;
}

/** The job of a load on one path: every request is a user of its own, on shared connections without a cap. */
export function plainJob(load: PlainLoad): OpenJob {
  return {
    kind: "open",
    url: load.url.origin,
    seed: load.seed,
    rate: load.rate,
    arrivals: load.arrivals,
    durationMs: load.durationMs,
    mix: [
      {
        journey: "visit",
        weight: 1,
        steps: [{ kind: "get", path: `${load.url.pathname}${load.url.search}` }],
      },
    ],
    ...(load.processes === undefined ? {} : { processes: load.processes }),
  };
}
