import type { Claim } from "../model/lab.ts";
import type { Measurements } from "../model/measurement.ts";
import type { ClaimVerdict, LabVerdict, VerdictName } from "../model/verdict.ts";
import { judgeClaim } from "./claim.ts";

/** What the verdict must know of the run beside its figures. */
export interface RunInfo {
  lab: string;
  stages: string[];
  runDir: string;
  durationS: number;
  /** `incomplete`: the run never said that it ended (its controller was killed, or its record is cut off). */
  outcome: "done" | "interrupted" | "aborted" | "incomplete";
  /** Why it was interrupted or aborted. */
  reason?: string;
}

/**
 * Judges every claim of a run, and of them the lab: pass when every claim passes and every control failed,
 * otherwise invalid before fail before unknown. A run that did not come to its end never passes.
 */
export function judge(claims: readonly Claim[], measurements: Measurements, run: RunInfo): LabVerdict {
  const judged = claims.map((claim) => judgeClaim(claim, measurements));
  const reasons: string[] = [];
  const findings = judged.flatMap(findingsOf);
  if (run.outcome !== "done") {
    findings.push("invalid");
    reasons.push(endText(run));
  }
  if (judged.length === 0) {
    findings.push("unknown");
    reasons.push("the lab claims nothing, so nothing was shown");
  }
  return {
    lab: run.lab,
    verdict: worst(findings),
    claims: judged,
    stages: run.stages,
    runDir: run.runDir,
    durationS: run.durationS,
    reasons: [...reasons, ...judged.flatMap(claimReasons)],
  };
}

const precedence: readonly VerdictName[] = ["invalid", "fail", "unknown", "pass"];

/** The verdict that counts among several; `pass` for none. */
export function worst(verdicts: readonly VerdictName[]): VerdictName {
  return precedence.find((name) => verdicts.includes(name)) ?? "pass";
}

const ofControl = { failed: "pass", held: "fail", unknown: "unknown", invalid: "invalid" } as const;

function findingsOf(claim: ClaimVerdict): VerdictName[] {
  return [claim.verdict, ...claim.controls.map((control) => ofControl[control.verdict])];
}

function claimReasons(claim: ClaimVerdict): string[] {
  const own =
    claim.verdict === "pass"
      ? []
      : claim.verdict === "fail"
        ? [`${claim.id}: ${claim.metric} on ${claim.on} is not ${claim.expected}`]
        : claim.reasons.map((reason) => `${claim.id}: ${reason}`);
  const controls = claim.controls
    .filter((control) => control.verdict !== "failed")
    .map((control) =>
      control.verdict === "held"
        ? control.again
          ? `${claim.id}: ${control.on} measured twice shows the effect too`
          : `${claim.id}: holds on ${control.on} too, where it must not`
        : `${claim.id}: control ${control.on}: ${control.reason ?? control.verdict}`,
    );
  return [...own, ...controls];
}

function endText(run: RunInfo): string {
  const why = run.reason ? `: ${run.reason}` : "";
  if (run.outcome === "interrupted") return `the run was interrupted${why}`;
  if (run.outcome === "aborted") return `the run was aborted${why}`;
  return `the run did not come to its end${why}`;
}
