/** What the load generator is told: jobs and commands. What it answers is in load-records.ts. */

/** How journeys arrive: evenly spaced, or as a Poisson process (independent users). */
export type Arrivals = "constant" | "poisson";

/**
 * How a request ended. `refused` is a session refused (401 or 403 after this user's log-in succeeded):
 * an outcome of its own, not a failure.
 */
export type Outcome = "ok" | "refused" | "http-error" | "connect-error" | "reset" | "timeout";

/** The outcomes that count as failures of the service. */
export const failedOutcomes = ["http-error", "connect-error", "reset", "timeout"] as const;

/** True for the outcomes that count as failures of the service. */
export function isFailure(outcome: Outcome): boolean {
  return outcome !== "ok" && outcome !== "refused";
}

/** One step of a journey. Paths are routes: `{id}` in a `read` is the id of this user's last write. */
export type LoadStep =
  /** With `among`, `{n}` in the path is drawn anew for each request: 1 … among. */
  | { kind: "get"; path: string; among?: number }
  | { kind: "think"; ms: number }
  /** Logs in; "any" lets the seed choose among the job's users. */
  | { kind: "login"; user: string }
  /** Posts JSON `{id, title, body}` with a generated write id; with `ledger` each attempt is recorded. */
  | { kind: "post"; path: string; ledger?: string }
  /** Puts a generated image of so many bytes, PNG or GIF by the path's ending; `{id}` in the path is the write's id. */
  | { kind: "upload"; path: string; bytes: number; ledger?: string }
  /** Reads back this journey's last write to the ledger (path with `{id}`); a 404 is recorded as missing. */
  | { kind: "read"; path: string; ledger: string };

/** What one kind of virtual user does. */
export interface LoadJourney {
  journey: string;
  weight: number;
  steps: LoadStep[];
}

/** The accounts that exist: `{n}` in the patterns stands for 0 … count − 1 (plus `first`). */
export interface UserRule {
  name: string;
  password: string;
  count: number;
  first?: number;
  /** Numbers are padded with zeros to so many digits. */
  digits?: number;
}

/** How a log-in is asked for. Defaults: POST /login, JSON, fields username and password. */
export interface LoginRule {
  path?: string;
  format?: "json" | "form";
  nameField?: string;
  passwordField?: string;
}

/**
 * Which of a name's addresses a client tries: only the first of the answer, or the others too when it cannot connect.
 * In neither case does it remember an address beyond the answer's time to live.
 */
export type AddressRule = "first" | "all";

/** Short requests on connections of their own that date outages to about one interval. */
export interface ProbeRule {
  path: string;
  /** Default 20. */
  everyMs?: number;
  /** How long one probe may take. Default 1,000. */
  timeoutMs?: number;
}

/** Open loop: journeys arrive at intended instants, whether or not the service keeps up. */
export interface OpenJob {
  kind: "open";
  /** Origin, such as `http://lb:8080`. */
  url: string;
  seed: string;
  /** Requests (not journeys) a second. */
  rate: number;
  arrivals: Arrivals;
  /** Absent: until `stop`. */
  durationMs?: number;
  /** The end in any case, drain included. Default: duration + timeouts, or one hour. */
  maxDurationMs?: number;
  /** Name of the first phase. Default `all`. */
  phase?: string;
  mix: LoadJourney[];
  users?: UserRule;
  login?: LoginRule;
  /** Put before each write id, so that a repeat with the same seed writes rows of its own. */
  idPrefix?: string;
  timeouts?: { connectMs?: number; responseMs?: number };
  /** Requests in flight at most; beyond it they wait and are reported. Default 10,000. */
  maxOutstanding?: number;
  /** Default 1. */
  processes?: number;
  probe?: ProbeRule;
  /** `per-user`: each virtual user opens its own. Default: `shared` (uncapped) when every journey is one request. */
  connections?: "shared" | "per-user";
  /** False: a connection for each request. Default true. */
  keepAlive?: boolean;
  /** Default: connections go to the addresses of a name in turn, a user's own always to the same, without another try. */
  addresses?: AddressRule;
  headers?: Record<string, string>;
  /** For https: certificate authority to trust (PEM) and name to check. */
  tls?: { ca?: string; servername?: string };
  /** How long a looked-up address is used before it is asked again. Default 1,000. */
  dnsTtlMs?: number;
  /** Stop when no line came on stdin for so long: whoever started us is gone. Default: never. */
  silenceMs?: number;
}

/** Closed loop with growing connections, for the highest throughput the service reaches. */
export interface PeakJob {
  kind: "peak";
  url: string;
  path: string;
  /** A step whose p99 or share of errors is above these is past the knee. */
  stopAt: { p99Ms: number; errorRatio: number };
  /** Length of one step of the search; the last one, from which the knee is read, is four times as long. Default 3,000. */
  stepMs?: number;
  /** Length of a first load that is thrown away: it ends when the throughput is level. Default 12,000 to 45,000. */
  warmup?: { atLeastMs: number; atMostMs: number };
  /** Default 256. */
  maxConnections?: number;
  repeats?: number;
  headers?: Record<string, string>;
}

export type LoadJob = OpenJob | PeakJob;

/** Lines sent to the generator after the job. */
export type LoadCommand =
  | { cmd: "mark"; phase: string }
  | { cmd: "stop" }
  /** Answered by a `clock` record that carries `echo` back. */
  | { cmd: "clock"; echo: number };
