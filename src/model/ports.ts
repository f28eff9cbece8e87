import type { ContainerUsage, HostUsage, QuotaUsage } from "./event.ts";
import type { LoadRecord } from "./load-records.ts";
import type { PlannedLoad, PlannedStage } from "./plan.ts";
import type { RunningStage } from "./stage.ts";

/** Time, so that a run can be tested without waiting. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Rejects with the signal's reason when aborted. */
  sleep(ms: number, signal: AbortSignal): Promise<void>;
}

export type QuotaKind = "shared" | "per-container" | "none";

/** Brings stages up and takes them down. */
export interface StagePort {
  /** Resolves when every service is healthy. Throws LabError `stage`, `engine` or `interrupted`. */
  up(
    stage: PlannedStage,
    deadlineMs: number,
    signal: AbortSignal,
  ): Promise<{ running: RunningStage; quota: QuotaKind }>;
  /** Removes everything of the stage; answers with the names of what could not be removed. */
  down(alias: string): Promise<string[]>;
}

/** Load that is being generated from the stage's client container. */
export interface RunningLoad {
  /** Starts a phase; resolves with the instant on the client's clock. */
  mark(phase: string): Promise<number>;
  /** Client's clock minus ours, and the round trip that bounds its error. */
  clock(): Promise<{ offsetMs: number; roundTripMs: number }>;
  /** Asks the generator to stop sending and to wait for what is outstanding. */
  stop(): Promise<void>;
  /** Resolves when the generator ended well; rejects with LabError `load` otherwise. */
  ended: Promise<void>;
}

export interface LoadPort {
  start(
    stage: RunningStage,
    load: PlannedLoad,
    options: {
      seed: string;
      /** Begins each write id, so that this measurement's writes can be told from others. */
      idPrefix: string;
      maxMs: number;
      onRecord: (record: LoadRecord) => void;
      signal: AbortSignal;
    },
  ): Promise<RunningLoad>;
}

/** Reads back what the store holds, as a user of the service can. */
export interface LedgerPort {
  /** Write ids below `path` that begin with the prefix, as often as each is found. */
  ids(stage: RunningStage, path: string, prefix: string): Promise<string[]>;
}

export interface Usage {
  containers: ContainerUsage[];
  /** CPU time that everything on this host has used since it started. */
  hostCpuSeconds: number;
  /** Quotas that a server's containers share, as far as they can be read here. */
  quotas?: (QuotaUsage & { server: string })[];
  /** Absent where the engine's host does not tell. */
  host?: HostUsage;
}

/** Counters of a stage's containers, as the engine tells them. */
export interface UsagePort {
  usage(stage: RunningStage): Promise<Usage>;
}

/** One run of a command. */
export interface CommandResult {
  /** Exit code; `null` when it could not be run, and `output` says why. */
  code: number | null;
  tookMs: number;
  /** The last that it said on stdout and on stderr, as it came. */
  output: string;
  stdout: string;
  timedOut: boolean;
}

/** Runs commands in the containers of a stage. */
export interface CommandPort {
  /**
   * Runs `sh -c script` in the service's container, in the container's environment. At the timeout, and when the
   * signal fires, it is killed with all that it started; then the signal's reason is thrown. Throws LabError `engine`
   * when there is no engine.
   */
  run(
    stage: RunningStage,
    service: string,
    script: string,
    timeoutMs: number,
    signal: AbortSignal,
  ): Promise<CommandResult>;
}

/** Measured parts on one machine wait for each other. */
export interface TurnPort {
  /** Resolves, with the function that gives the turn back, when nobody else measures. */
  take(signal: AbortSignal): Promise<() => Promise<void>>;
}

/** A fault as it is ordered: parameters as they were written, and how long it lasts at most if nobody undoes it. */
export interface FaultOrder {
  kind: string;
  target: string;
  params: Readonly<Record<string, string | number>>;
  ttlMs: number;
}

/** A fault that is on, and how it goes away again. Every step of it is in the journal. */
export interface ActiveFault {
  id: string;
  /** Plain words for the record. */
  detail: string;
  /** True while the effect is there. */
  verify(): Promise<boolean>;
  /** Waits for the effect; false when it does not come. */
  prove(deadlineMs: number, signal: AbortSignal): Promise<boolean>;
  /** Undoes it; undoing twice does no harm. */
  revert(): Promise<void>;
  /** Resolves true once the effect is gone and the target works again; false at the deadline. */
  healed(deadlineMs: number, signal: AbortSignal): Promise<boolean>;
}

export interface FaultPort {
  /** Why a kind of fault cannot be had on this engine; undefined when it can. */
  impossible(kind: string): string | undefined;
  /** Does ahead of the load what takes long; refuses what cannot be done to this target. */
  prepare(stage: RunningStage, order: FaultOrder): Promise<void>;
  inject(stage: RunningStage, order: FaultOrder): Promise<ActiveFault>;
}
