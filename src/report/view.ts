import { type Language, stringsOf } from "../text/language.ts";
import { formatNumber, formatValue } from "../text/numbers.ts";
import { printableLine } from "../text/printable.ts";
import { claimViews } from "./claim-view.ts";
import { doubtLines } from "./doubts.ts";
import type { FinishedRun } from "./finished-run.ts";
import { repeatLines, speedOf } from "./repeat-lines.ts";
import type { ReportView } from "./report-view.ts";
import { stepViews } from "./step-view.ts";

/** Turns a finished run into the texts of its report. */
export function viewOf(run: FinishedRun, language: Language): ReportView {
  const strings = stringsOf(language);
  const { verdict, plan } = run;
  const speed = speedOf(run);
  const controls = verdict.claims.flatMap((claim) => claim.controls);
  const summary = [
    strings.claimsHold(
      verdict.claims.filter((claim) => claim.verdict === "pass").length,
      verdict.claims.length,
    ),
    ...(controls.length > 0
      ? [
          strings.controlsFail(
            controls.filter((control) => control.verdict === "failed").length,
            controls.length,
          ),
        ]
      : []),
    strings.took(formatValue(verdict.durationS, "s", language)),
    ...(plan.quick ? [strings.quick] : []),
    ...(speed === 1 ? [] : [strings.speed(formatNumber(speed, language))]),
  ];
  return {
    verdict: verdict.verdict,
    verdictText: strings.verdict[verdict.verdict],
    lab: printableLine(verdict.lab),
    title: printableLine(plan.title[language]),
    means: strings.verdictMeans[verdict.verdict],
    summary: summary.join("; "),
    reasons: verdict.reasons.map((one) => strings.reason(printableLine(one))),
    claims: claimViews(verdict, language),
    steps: stepViews(run, language),
    doubts: doubtLines(run.measurements, language),
    repeat: repeatLines(run, language),
  };
}
