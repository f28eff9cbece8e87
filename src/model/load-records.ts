import type { Outcome } from "./load.ts";

/**
 * What the load generator streams, one JSON value a line. All instants are milliseconds on the
 * worker's clock: wall time at its start, monotonic from then on, so that no clock step bends a latency.
 */
export type LoadRecord =
  | ReadyRecord
  | ClockRecord
  | MarkRecord
  | WindowRecord
  | FailureRecord
  | WriteRecord
  | ReadRecord
  | SessionRecord
  | ProbeRecord
  | PeakRecord
  | EndRecord
  | ErrorRecord;

/** The job is understood; the first arrival is due at or after `startMs`. */
export interface ReadyRecord {
  kind: "ready";
  startMs: number;
  processes: number;
  node: string;
}

/** Answer to the `clock` command: `echo` is the asker's own instant. */
export interface ClockRecord {
  kind: "clock";
  workerMs: number;
  echo: number;
}

/** From `atMs` on, requests whose intended instant lies at or after it belong to `phase`. */
export interface MarkRecord {
  kind: "mark";
  phase: string;
  atMs: number;
}

/** About one second: everything that became due, was sent, or ended in it. */
export interface WindowRecord {
  kind: "window";
  fromMs: number;
  toMs: number;
  phases: PhaseWindow[];
  /** By 100 ms of the *intended* instant; add up over all windows (late answers come in later ones). */
  ticks: Tick[];
  generator: GeneratorSample;
}

export interface PhaseWindow {
  phase: string;
  /** Requests that became due. */
  scheduled: number;
  /** Requests handed to a connection. */
  sent: number;
  /** Of those, how many later than `onTimeMs` after their intended instant. */
  sentLate: number;
  rows: WindowRow[];
}

/** Requests of one kind that ended in the window. `latency` is an encoded histogram (model/histogram.ts). */
export interface WindowRow {
  route: string;
  /** `x-served-by` of the answer; empty when there was none. */
  server: string;
  outcome: Outcome;
  count: number;
  bytes: number;
  latency: string;
}

export interface Tick {
  atMs: number;
  ok: number;
  failed: number;
  refused: number;
}

/** Width of a tick. */
export const tickMs = 100;

/** A request sent later than this after its intended instant was not sent on time. */
export const onTimeMs = 50;

/** How the generator itself fared in the window; the sum (CPU, counts) or worst (delays) of its processes. */
export interface GeneratorSample {
  processes: number;
  cpuS: number;
  loopDelayP99Ms: number;
  loopDelayMaxMs: number;
  outstanding: number;
  /** Requests that had to wait because `maxOutstanding` was reached. */
  capHits: number;
  /** Connections that failed for want of something on the generator's side (ports, descriptors). */
  localErrors: number;
  bytesSent: number;
  bytesReceived: number;
  /** Wall clock minus monotonic clock since the start. */
  clockStepMs: number;
}

/** One of the first failures of a second, as an example. */
export interface FailureRecord {
  kind: "failure";
  intendedMs: number;
  endMs: number;
  route: string;
  outcome: Outcome;
  server: string;
  /** Status code, or what the socket said (ECONNREFUSED, response-timeout …). */
  detail: string;
}

/** One write attempt. `indeterminate`: sent, but the answer does not say whether it was applied. */
export interface WriteRecord {
  kind: "write";
  ledger: string;
  id: string;
  user: string;
  phase: string;
  attemptMs: number;
  endMs: number;
  result: "acknowledged" | "rejected" | "indeterminate";
  server: string;
}

/** One read of the user's own last write. `unknown`: no usable answer. */
export interface ReadRecord {
  kind: "read";
  ledger: string;
  id: string;
  user: string;
  phase: string;
  attemptMs: number;
  endMs: number;
  result: "found" | "missing" | "unknown";
  /** What the write it reads back ended as. */
  write: WriteRecord["result"];
  server: string;
}

/** One request of a logged-in user: did the server know the session? */
export interface SessionRecord {
  kind: "session";
  user: string;
  phase: string;
  intendedMs: number;
  result: "accepted" | "refused" | "unknown";
  server: string;
  /** The server that answered the log-in. */
  issuedBy: string;
}

/** The service went down or came back, as the probes saw it. Comes up to one probe timeout late. */
export interface ProbeRecord {
  kind: "probe";
  state: "down" | "up";
  atMs: number;
  /** For `down`: how the first failing probe ended. */
  outcome?: Outcome;
  /** For `up`: failed probes in between. */
  failed?: number;
}

/** One search for the knee. Its latencies only steer the search; they are no user's latency. */
export interface PeakRecord {
  kind: "peak";
  repeat: number;
  steps: PeakStep[];
  /** Highest throughput within the limits, requests/s; 0 when not even one connection stayed within. */
  kneePerS: number;
  /** The search ended at its connection limit or with the throughput still growing: the knee may be higher. */
  open: boolean;
  /** CPU-seconds the generator spent, per second. */
  generatorCores: number;
  /** False: the throughput still grew when the warm-up had to end. Absent in old records. */
  settled?: boolean;
}

export interface PeakStep {
  connections: number;
  throughput: number;
  p99Ms: number;
  errorRatio: number;
  within: boolean;
}

/** The last record of a job. */
export interface EndRecord {
  kind: "end";
  startMs: number;
  /** When arrivals ended. */
  stoppedMs: number;
  endMs: number;
  why: "duration" | "stop" | "stdin" | "silence" | "limit";
  scheduled: number;
  sent: number;
  sentLate: number;
  ok: number;
  failed: number;
  refused: number;
  /** Requests still unanswered at the limit: neither ok nor failed. */
  unfinished: number;
  /** Later steps of journeys that ended early (failed log-in, end of the load): never due. */
  abandoned: number;
}

/** The job could not be run; nothing follows. */
export interface ErrorRecord {
  kind: "error";
  what: string;
}
