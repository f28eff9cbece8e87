import type { AddressRule } from "./load.ts";
import type { MetricName } from "./metrics.ts";

/** A text in every language of the course. */
export interface Localized {
  en: string;
  ko: string;
}

export interface LabStage {
  alias: string;
  stage: string;
  variant?: string;
}

/** One thing a virtual user does. */
export type JourneyStep =
  /** With `among`, `{n}` in the path is drawn anew for each request: 1 … among. */
  | { kind: "get"; path: string; among?: number }
  | { kind: "post"; path: string; ledger?: string; json?: unknown }
  /** Puts a generated image; `{id}` in the path is the write's id. */
  | { kind: "upload"; path: string; bytes: number; ledger?: string }
  /** Reads the user's last write to the ledger back; `{id}` in the path stands for it. */
  | { kind: "read"; path: string; ledger: string }
  | { kind: "login"; user: string }
  | { kind: "think"; ms: number };

export interface Journey {
  name: string;
  steps: JourneyStep[];
}

/** How users' programs connect; what is left out is as in model/load.ts. */
export interface ConnectionRules {
  connections?: "shared" | "per-user";
  /** False: a connection for each request. */
  keepAlive?: boolean;
  addresses?: AddressRule;
  /** How long a looked-up address is used before it is asked for again. */
  dnsTtlMs?: number;
}

/** Load in an open loop: arrivals do not wait for answers. `ratePerS` counts requests. */
export interface OpenLoad extends ConnectionRules {
  kind: "open";
  name: string;
  ratePerS: number;
  arrivals: "poisson" | "constant";
  mix: { journey: string; weight: number }[];
}

/** Search for the highest throughput a stage reaches before a limit. */
export interface PeakLoad {
  kind: "peak";
  name: string;
  path: string;
  stopAt: { p99Ms: number; errorRatio: number };
  repeats: number;
}

export type Load = OpenLoad | PeakLoad;

/** A fault of a measuring step; `targets` maps a stage alias to a server or service, `default` to the rest. */
export interface LabFault {
  kind: string;
  targets: { default: string; byStage: Record<string, string> };
  params: Record<string, string | number>;
  /** In the guided walk one of these is struck, drawn by the learner's seed, on stages that have them all. */
  drawn?: string[];
}

/** A real command in a container of the stage, as evidence. */
export interface LabCommand {
  id: string;
  /** Compose service whose container it runs in. */
  in: string;
  /** For `sh -c`, as it is written. */
  run: string;
  times: number;
  /** Of each run. */
  timeoutMs: number;
  /** The phase of a measuring step in which it runs, `all` of a step that only tries; and how long after its start. */
  phase: PhaseName;
  afterMs: number;
  /** Stage aliases; every stage of the step when absent. */
  only?: string[];
}

export interface PhaseLengths {
  baselineMs: number;
  faultMs: number;
  recoveryMs: number;
}

export type Answer = string | number | { from: [number, number] };

export interface Question {
  id: string;
  kind: "choice" | "number" | "text";
  options: string[];
  answer: Answer;
  /** Asked only when that question was answered wrongly. */
  ifWrong?: string;
}

/** Where a figure is taken from: on a stage, and of it perhaps one part (a route, a server or a command). */
export interface FigurePlace {
  on: string;
  of?: string;
  /** Absent: where the metric itself belongs. */
  during?: During;
}

/** What a predicted or claimed figure is about: a figure, or how many times another one it is. */
export interface Subject extends FigurePlace {
  /** Divide by the same figure with these replaced. */
  comparedWith?: Partial<FigurePlace>;
}

/** What the learner's answer is compared with: the run's own facts, or a fixed answer. */
export type VerifyFact =
  /** The server that gave no answers in the fault phase of that measuring step. */
  { fact: "served-by-missing-since"; step: string } | { fact: "answer"; answer: string | number };

interface StepBase {
  id: string;
  /** Headings under `## <id> / <hint>` in the texts. */
  hints: string[];
  /** Ids of the source ideas that its text treats. */
  treats: string[];
}

export type Step = StepBase &
  (
    | { kind: "read" }
    | { kind: "show"; what: "topology"; on: string }
    | {
        kind: "predict";
        metric: MetricName;
        subject?: Subject;
        ask: "interval" | "number" | "choice";
        options: string[];
      }
    | {
        kind: "measure";
        load: string;
        on: string[];
        /** Absent for peak loads, which end by themselves. */
        phases?: PhaseLengths;
        /** Length without phases. */
        forMs?: number;
        fault?: LabFault;
        repeats: number;
        /** By stage alias: a server that is off at first and starts when the fault phase begins (growing under load). */
        joins?: Record<string, string>;
        /** Absent: none. */
        commands?: LabCommand[];
        /** Why nobody is asked for a prediction. */
        unpredicted?: Localized;
      }
    | { kind: "try"; on: string[]; commands: LabCommand[]; repeats: number; unpredicted?: Localized }
    /** The learner mends by hand what breaks at a moment of its own; a run leaves the step out. */
    | { kind: "stopwatch"; load: string; on: string; fault: LabFault; withinMs: number }
    | { kind: "verify"; ask?: Localized; equals: VerifyFact }
    | { kind: "ask"; questions: Question[] }
    | { kind: "do"; start?: string; stop?: string; run?: string; on?: string }
    | { kind: "observe"; load: string; forMs: number; on?: string }
    | { kind: "explain"; step: string }
  );

export type StepOf<K extends Step["kind"]> = Extract<Step, { kind: K }>;

/** The part of a run that a figure is taken from: a measuring step and, of it, one phase or the whole. */
export interface During {
  step: string;
  phase?: PhaseName;
}

/** `warmup` comes first and never counts; `all` is everything after it. */
export type PhaseName = "warmup" | "baseline" | "fault" | "recovery" | "all";

export type Comparison = ">=" | "<=" | ">" | "<" | "==";

export interface Expectation {
  op: Comparison;
  value: number;
  /** Fewer samples than this make the claim unknown. */
  minSamples: number;
  /** What no figure can be above that was measured rightly, in the metric's unit, and why. */
  limit?: { value: number; why: Localized };
}

/** What sets a control's stage apart from the claim's. */
export interface StageDifference {
  /** A word of the stage files that changed. */
  what: string;
  /** Why it may differ in more than that. */
  because?: Localized;
}

/**
 * What an A/A control measures twice: the side of a comparison that a run measures first, once more after the other;
 * or, where two phases of one measurement are compared, that measurement without its fault and its commands.
 */
export type AgainSide = "upper" | "lower" | "phases";

export interface Claim {
  id: string;
  says: Localized;
  metric: MetricName;
  subject: Subject;
  expect: Expectation;
  /** Why the bound may be far from what was recorded: for authors. */
  slack?: string;
  /** By stage alias: the largest cpu.throttled_ratio with which a figure may still be judged; no limit when absent. */
  allowThrottled?: Readonly<Record<string, number>>;
  /** Stage aliases on which the claim must not hold. */
  mustFailOn: string[];
  /** By alias of `mustFailOn`; absent where the lab does not say. */
  differs?: Record<string, StageDifference>;
  /** Its control is A/A: this side measured twice, in the order of the two, must not show the effect. */
  again?: AgainSide;
  /** Why there is no negative control, in English. */
  noControl?: string;
  /** The same in both languages, where the lab has both. */
  noControlSays?: Localized;
  /** Ids of the source ideas that it proves. */
  proves: string[];
}

/** What `--quick` scales. */
export interface Quick {
  rate: number;
  phases: number;
  repeats: number;
}

/** A lab, read, checked and with every default filled in. */
export interface Lab {
  /** Folder name, such as `04-scale-out`. */
  id: string;
  number: string;
  /** 2: predict, measure, and only then tell what came out and why (docs/authoring.md). */
  form: 1 | 2;
  title: Localized;
  /** What it answers. */
  question?: Localized;
  sources: string[];
  minutes: number;
  stages: LabStage[];
  journeys: Journey[];
  loads: Load[];
  quick: Quick;
  steps: Step[];
  claims: Claim[];
  /** Absolute path of lab.yaml. */
  file: string;
}
