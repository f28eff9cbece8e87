import type { Claim, ConnectionRules, JourneyStep, LabCommand, Localized, PhaseName } from "./lab.ts";
import type { Stage } from "./stage.ts";

export interface PlannedFault {
  kind: string;
  /** Server or compose service of this stage. */
  target: string;
  params: Record<string, string | number>;
}

/** A command as it runs on one stage. */
export type PlannedCommand = Omit<LabCommand, "only">;

export interface PlannedPhase {
  name: PhaseName;
  ms: number;
}

/** Users' behaviour, ready for the generator. */
export type PlannedLoad =
  | (ConnectionRules & {
      kind: "open";
      name: string;
      ratePerS: number;
      arrivals: "poisson" | "constant";
      mix: { journey: string; weight: number; steps: JourneyStep[] }[];
    })
  | {
      kind: "peak";
      name: string;
      path: string;
      stopAt: { p99Ms: number; errorRatio: number };
      stepMs: number;
    };

export interface PlannedStage
  extends Pick<Stage, "variant" | "files" | "entry" | "client" | "servers" | "zones" | "images" | "helpers"> {
  alias: string;
  stage: string;
}

/** One thing the run does. `deadlineMs` bounds it; undo of a `stage-up` is its `stage-down`. */
export type Action =
  | { kind: "stage-up"; on: string; deadlineMs: number }
  | {
      kind: "measure";
      step: string;
      on: string;
      repeat: number;
      seed: string;
      load: PlannedLoad;
      phases: PlannedPhase[];
      fault?: PlannedFault;
      /** Absent: none. */
      commands?: PlannedCommand[];
      deadlineMs: number;
    }
  /** Commands without any load, one after the other. */
  | {
      kind: "try";
      step: string;
      on: string;
      repeat: number;
      commands: PlannedCommand[];
      deadlineMs: number;
    }
  | { kind: "stage-down"; on: string; deadlineMs: number };

/** Everything a run will do, decided before anything is started: plan.json. */
export interface Plan {
  format: 1;
  run: string;
  lab: string;
  title: Localized;
  seed: string;
  quick: boolean;
  createdAt: string;
  stages: PlannedStage[];
  actions: Action[];
  claims: Claim[];
  /** What the lab says of each step once it is measured, in Markdown, by step. Absent: nothing. */
  after?: Record<string, Localized>;
}
