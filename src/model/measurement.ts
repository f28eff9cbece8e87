import type { PhaseName } from "./lab.ts";
import type { MetricName, Unit } from "./metrics.ts";

/** One figure of one repeat: which metric, on which stage, in which part of the run. */
export interface Measurement {
  metric: MetricName;
  unit: Unit;
  /** Stage alias. */
  on: string;
  /** The part of it, for metrics that are told by parts: a route, a server or a command; the whole when absent. */
  of?: string;
  step: string;
  phase: PhaseName;
  repeat: number;
  /** `null` when it could not be measured; `reason` then says why. */
  value: number | null;
  /** The event did not come within the phase: the true value is larger than `value`. */
  atLeast?: boolean;
  /** What the value rests on: requests, answers, events. */
  samples: number;
  reason?: string;
}

/** Why figures of one measuring step on one stage cannot be trusted. */
export interface Unsound {
  step: string;
  on: string;
  repeat: number;
  code: UnsoundCode;
  text: string;
  /** Only figures that depend on the servers' CPU are touched. */
  capacityOnly?: boolean;
  /** Only figures of these phases are touched; all of them when absent. */
  phases?: PhaseName[];
}

export type UnsoundCode =
  | "generator-late" // arrivals were not sent on time
  | "generator-busy" // the generator had no CPU left
  | "host-busy" // something else took the cores that servers and client were promised
  | "not-settled" // the service had not come to its full speed when the search for its knee began
  | "outstanding-cap" // so many requests were under way that arrivals had to wait
  | "clock-step" // the wall clock jumped
  | "fault-did-not-bite"
  | "fault-not-healed"
  | "stage-unhealthy" // the steady state was not there before the fault
  | "machines-do-not-fit" // servers and client ask for more cores than the engine has
  | "no-quota" // a shared quota could not be set
  | "aborted"; // the engine, the stage or the generator went away

/** What happened in one phase (or the whole) of one measuring step on one stage: what tables are made of. */
export interface PhaseSummary {
  step: string;
  on: string;
  repeat: number;
  phase: PhaseName;
  lengthMs: number;
  /** Requests that became due. */
  asked: number;
  ok: number;
  failed: number;
  /** Log-ins that the service no longer knew: neither good nor failed. */
  refused: number;
  /** Good answers by the server that gave them. */
  byServer: Record<string, number>;
}

/** A time in which no probe was answered, on the client's clock. */
export interface OutageWindow {
  step: string;
  on: string;
  repeat: number;
  fromMs: number;
  /** `null`: still down when the measurement ended. */
  toMs: number | null;
}

/** A measuring step that was not begun, because this engine or this stage cannot do what it asks for. */
export interface Impossible {
  step: string;
  on: string;
  repeat: number;
  text: string;
}

/** Everything that `measure` makes of a run: measurements.json. */
export interface Measurements {
  run: string;
  lab: string;
  measurements: Measurement[];
  unsound: Unsound[];
  impossible?: Impossible[];
  phases: PhaseSummary[];
  outages: OutageWindow[];
}
