/** What a figure is, how it is measured, and which part of a run it is taken from unless a claim says otherwise. */
export interface Metric {
  name: string;
  unit: Unit;
  means: string;
  how: string;
  better: "higher" | "lower" | "neither";
  /** Phase of the step that it is taken from by default; `all` when the step has no such phase. */
  phase: "baseline" | "fault" | "recovery" | "all";
  /** Says that the figure depends on how much CPU the servers had: only sound when the machines fit the host. */
  capacity?: boolean;
  /** It is told by parts, too: of one route, of one server. `command` has parts only. */
  by?: "route" | "server" | "command";
  /** It has no whole: a claim must say which part. */
  partsOnly?: boolean;
  /** What a measuring step must have to yield it; an open load and nothing more when absent. */
  needs?: {
    /** `any`: an open or a peak load; `none`: none is needed. */
    load?: "open" | "peak" | "any" | "none";
    fault?: boolean;
    /** Journeys that log in, that write to a ledger, that read their own writes back. */
    login?: boolean;
    ledger?: boolean;
    read?: boolean;
  };
}

/** `ratio` is a share (shown in percent), `times` a multiple. */
export type Unit = "1/s" | "ms" | "s" | "ratio" | "times" | "count" | "MiB" | "core-s" | "$" | "$/h";
