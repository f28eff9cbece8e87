import type { Undo } from "./undo.ts";

/** A container as the engine sees it; one that is gone has `exists: false`. */
export interface ContainerState {
  exists: boolean;
  running: boolean;
  paused: boolean;
  oomKilled: boolean;
  startedAt: string;
  /** Of its first process, as the host numbers it; 0 when it does not run. */
  pid: number;
}

/** Limits of one container: cores, and bytes of memory; 0 means none. */
export interface Limits {
  cpus: number;
  memoryBytes: number;
}

export interface Executed {
  code: number;
  output: string;
}

/** How faults reach the stage's containers; nothing more than they need. */
export interface ContainerPort {
  state(id: string): Promise<ContainerState>;
  /** True when it runs and passes its own health check now, or is gone: the engine's word is as old as the check's interval. */
  works(id: string): Promise<boolean>;
  /** SIGKILL; one that does not run does no harm. */
  kill(id: string): Promise<void>;
  /** In order, with the container's own grace period. */
  stop(id: string): Promise<void>;
  /** One that runs already, or is gone, does no harm. */
  start(id: string): Promise<void>;
  pause(id: string): Promise<void>;
  /** One that is not paused, or is gone, does no harm. */
  unpause(id: string): Promise<void>;
  /** Runs a command in a container; answers with its exit code and what it printed, complaints only when it failed. */
  exec(id: string, command: readonly string[], env?: Readonly<Record<string, string>>): Promise<Executed>;
  /** Starts a command in a container and does not wait for it; the engine, not the container, cleans up after it. */
  launch(id: string, command: readonly string[], env?: Readonly<Record<string, string>>): Promise<void>;
  limits(id: string): Promise<Limits>;
  setCpus(id: string, cpus: number): Promise<void>;
  /** IPv4 addresses in its networks. */
  addresses(id: string): Promise<string[]>;
}

/** Where a helper container stands. */
export type Place =
  /** In a container's network namespace, with network rights. */
  | { kind: "network"; of: string }
  /** Privileged, sees the host's cgroups and processes. */
  | { kind: "machine" }
  /** Sees a container's volumes. */
  | { kind: "volumes"; of: string }
  /**
   * On a network, with the load generator on board; `cpus` is its limit in cores, none when left out, and `dns` the
   * service of a compose project that it asks for names.
   */
  | { kind: "client"; network: string; cpus?: number; dns?: { project: string; service: string } };

/** Helper containers; they carry the run's labels, and can be found again by any process. */
export interface HelperPort {
  /** The warm helper of that place; starts one when there is none. */
  warm(place: Place): Promise<string>;
  /** A helper of one fault's own that does one thing and ends. */
  start(place: Place, fault: string, command: readonly string[]): Promise<string>;
  /** The last lines of what a helper printed to its standard output. */
  log(id: string, lines: number): Promise<string>;
  /** Helpers that belong to the fault, ended ones too. */
  ofFault(fault: string): Promise<{ id: string; running: boolean }[]>;
  /** Ends one in order (SIGTERM, then SIGKILL) and removes it; one that is gone does no harm. */
  remove(id: string): Promise<void>;
  /** Removes the warm helpers of this run (all, or one process's); the engine's answer decides, not our memory. */
  removeWarm(maker?: { pid: number; started: string }): Promise<void>;
}

/** One entry of the journal, on disk before what it tells of goes on. */
export type FaultRecord = { at: number; fault: string } & (
  | {
      state: "intent";
      stage: string;
      kind: string;
      target: string;
      params: Readonly<Record<string, string | number>>;
      /** Containers whose state it may touch. */
      containers: string[];
      /** The controller that holds the lease: opaque, compared by the keeper. */
      owner: { pid: number; started: string };
      /** From then on anybody may undo it: the injection's own time is allowed for, until it says how long it took. */
      expiresAt: number;
      undo: Undo[];
    }
  | {
      state: "injected" | "verified" | "did-not-bite" | "reverted" | "healed" | "not-healed";
      detail?: string;
      /** Since the intent (injected, verified) or the order to revert (reverted, healed). */
      tookMs?: number;
      by?: "controller" | "keeper" | "heal";
      /** A new end of the lease. */
      expiresAt?: number;
    }
);

/** FaultRecord without its time, as it is handed to the journal. */
export type NewFaultRecord = FaultRecord extends infer R
  ? R extends { at: number }
    ? Omit<R, "at">
    : never
  : never;

/** A fault whose absence is not proved yet. */
export type OpenFault = Extract<FaultRecord, { state: "intent" }> & { last: FaultRecord["state"] };

export interface JournalPort {
  /** Resolves when it is on disk (fsync). */
  write(record: NewFaultRecord): FaultRecord;
  /** Faults that are not healed, oldest first. */
  open(): OpenFault[];
  /** Runs `work` while no other process decides about a fault of this run. */
  exclusively<T>(work: () => Promise<T>): Promise<T>;
}
