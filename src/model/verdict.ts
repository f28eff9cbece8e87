import type { Expectation, Localized } from "./lab.ts";
import type { MetricName, Unit } from "./metrics.ts";

export type VerdictName = "pass" | "fail" | "unknown" | "invalid";

/** A claim on the side where it must not hold. `failed` is what we want. */
export interface ControlVerdict {
  on: string;
  /** A/A: that stage measured twice, where the claim compares two sides. */
  again?: true;
  /** The one thing in which it differs from the claim's stage, as the lab says it. */
  differs?: string;
  verdict: "failed" | "held" | "unknown" | "invalid";
  value: number | null;
  /** The true value is larger than `value`. */
  atLeast?: boolean;
  /** The true value is smaller than `value` (a ratio whose lower part is censored). */
  atMost?: boolean;
  reason?: string;
}

export interface ClaimVerdict {
  id: string;
  says: Localized;
  verdict: VerdictName;
  metric: MetricName;
  /** The part of the metric: a route, a server or a command. */
  of?: string;
  value: number | null;
  atLeast?: boolean;
  atMost?: boolean;
  unit: Unit;
  /** Such as `<= 4`, or `>= 1.6, <= 2.2`. */
  expected: string;
  expect: Expectation;
  /** Stage alias, or `a / b` for a ratio. */
  on: string;
  /** `step` or `step/phase`. */
  during: string;
  /** What the figure was divided by, as far as it is another part, stage or phase: such as `report/baseline`. */
  comparedWith?: string;
  samples: number;
  /** Values of the repeats, when there were several; `value` is their median. */
  spread?: { min: number; max: number; repeats: number };
  controls: ControlVerdict[];
  /** Why there is no negative control: in English, and in both languages where the lab has both. */
  noControl?: string;
  noControlSays?: Localized;
  reasons: string[];
}

/** What a run proved: verdict.json, and what `run --json` prints. */
export interface LabVerdict {
  lab: string;
  verdict: VerdictName;
  claims: ClaimVerdict[];
  stages: string[];
  runDir: string;
  durationS: number;
  reasons: string[];
  /** Only these steps were measured, and only claims that rest on them judged: it says nothing of the whole lab. */
  steps?: string[];
}

/** Exit code of a verdict: 0 pass, 1 a claim failed or a control held, 3 nothing can be said (invalid, unknown). */
export function verdictExitCode(verdict: VerdictName): 0 | 1 | 3 {
  if (verdict === "pass") return 0;
  return verdict === "fail" ? 1 : 3;
}
