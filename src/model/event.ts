import type { FaultState } from "./fault.ts";
import type { PhaseName } from "./lab.ts";
import type { LoadRecord } from "./load-records.ts";
import type { RunningServer } from "./stage.ts";

/** What the host was, so that a figure can be judged later. */
export interface HostFingerprint {
  cores: number;
  memoryMiB: number;
  kernel: string;
  platform: string;
  engine: string;
  compose: string;
  cgroup: string;
  node: string;
  /** STAGECRAFT_SPEED: every server had so many times its machine type's cores; 1 when absent. */
  speed?: number;
  /** STAGECRAFT_CPU_PERIOD: the period of every quota; the kernel's own, 100 ms, when absent. */
  cpuPeriodMs?: number;
}

export interface ImageRecord {
  name: string;
  ref: string;
  id: string;
  version: string;
  origin: "present" | "pulled" | "built" | "override";
}

/** Counters of one container at one instant, as the engine tells them. */
export interface ContainerUsage {
  server: string;
  service: string;
  cpuSeconds: number;
  throttledSeconds: number;
  /** Of its own quota, as in QuotaUsage; absent in records of earlier versions. */
  periods?: number;
  throttledPeriods?: number;
  memoryMiB: number;
  rxBytes: number;
  txBytes: number;
}

/** Counters of a CPU quota: its periods in which somebody wanted to run, and those of them in which it was used up. */
export interface QuotaUsage {
  periods: number;
  throttledPeriods: number;
  throttledSeconds: number;
}

/** Counters of the host that the stage runs on, in seconds of one core since it started. */
export interface HostUsage {
  busySeconds: number;
  /** What the hypervisor gave to others although somebody here wanted to run. */
  stolenSeconds: number;
  idleSeconds: number;
  /** How long our own controller waited for a core, in all of its turns on one. */
  waitedSeconds: number;
  turns: number;
  /** CPU time of everything of this run by name: its containers (generator and helpers, too) and the controller. */
  ours: Record<string, number>;
}

/** Which measuring step, on which stage, which repeat. */
export interface MeasureKey {
  step: string;
  on: string;
  repeat: number;
}

/** The key of what a plan's action measures. */
export const keyOf = ({ step, on, repeat }: MeasureKey): MeasureKey => ({ step, on, repeat });

/** What happened in a run, in order: events.ndjson. `at` is the controller's clock in ms. */
export type RunEvent = { at: number } & (
  | {
      type: "run-started";
      run: string;
      lab: string;
      host: HostFingerprint;
      revision: string;
      version: string;
      /** How long it took to have an engine. */
      engineMs: number;
    }
  | { type: "images"; images: ImageRecord[]; tookMs: number }
  | {
      type: "stage-up";
      on: string;
      project: string;
      url: string;
      servers: RunningServer[];
      tookMs: number;
      quota: "shared" | "per-container" | "none";
    }
  | { type: "stage-down"; on: string; tookMs: number; left: string[] }
  | ({ type: "measure-started" } & MeasureKey)
  /** workerMs − controller ms at the same instant, with the round trip that bounds its error. */
  | ({ type: "clock"; offsetMs: number; roundTripMs: number } & MeasureKey)
  /** `atMs` is the client container's clock. */
  | ({ type: "phase"; phase: PhaseName; atMs: number } & MeasureKey)
  /** `atMs` is the client container's clock; `atHostMs` (= at) the controller's. */
  | ({
      type: "fault";
      fault: string;
      target: string;
      state: FaultState;
      atMs: number;
      detail?: string;
    } & MeasureKey)
  | ({
      type: "usage";
      phase: PhaseName;
      edge: "start" | "end";
      containers: ContainerUsage[];
      hostCpuSeconds: number;
      /** Quotas that a server's containers share, as far as they can be read here. */
      quotas?: (QuotaUsage & { server: string })[];
      /** Absent where the engine's host does not tell. */
      host?: HostUsage;
    } & MeasureKey)
  /** One run of a command. `atMs` is the client container's clock, in a step that only tries the controller's. */
  | ({
      type: "command";
      id: string;
      phase: PhaseName;
      atMs: number;
      tookMs: number;
      /** `null`: it could not be run; `output` says why. */
      code: number | null;
      /** The last line of stdout, where that is a number. */
      value?: number;
      /** What it said last, safe to print. */
      output: string;
      timedOut?: true;
    } & MeasureKey)
  /** Write ids that the store holds after the load, as often as each was found. */
  | ({ type: "ledger"; ledger: string; ids: string[] } & MeasureKey)
  /** `impossible`: it was not begun, because this engine or this stage cannot do what it asks for. */
  | ({ type: "measure-ended"; ok: boolean; reason?: string; impossible?: true } & MeasureKey)
  | { type: "problem"; code: string; text: string; on?: string; step?: string; repeat?: number }
  | { type: "run-ended"; outcome: "done" | "interrupted" | "aborted"; reason?: string }
);

/** RunEvent without its time, as it is handed to the recorder. */
export type NewEvent = RunEvent extends infer E ? (E extends { at: number } ? Omit<E, "at"> : never) : never;

/** One record of the generator, tagged with where it belongs: a line of samples.ndjson. */
export interface Sample extends MeasureKey {
  record: LoadRecord;
}
