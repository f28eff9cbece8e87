import type { Expectation } from "../model/lab.ts";
import type { ClaimVerdict, LabVerdict } from "../model/verdict.ts";
import { type Language, stringsOf } from "../text/language.ts";
import { formatFigure, formatNumber, formatValue } from "../text/numbers.ts";
import { printableLine } from "../text/printable.ts";
import type { ClaimView, ControlView } from "./report-view.ts";

const signs = { ">=": "≥", "<=": "≤", ">": ">", "<": "<", "==": "=" } as const;

/** Each claim with what was measured for it and what its controls did. */
export function claimViews(verdict: LabVerdict, language: Language): ClaimView[] {
  return verdict.claims.map((claim) => claimView(claim, language));
}

function claimView(claim: ClaimVerdict, language: Language): ClaimView {
  const strings = stringsOf(language);
  const basis = [placeText(claim), strings.samples(formatNumber(claim.samples, language, true))];
  if (claim.spread) {
    const { min, max, repeats } = claim.spread;
    basis.push(
      strings.spread(formatValue(min, claim.unit, language), formatValue(max, claim.unit, language), repeats),
    );
  }
  return {
    id: claim.id,
    verdict: claim.verdict,
    verdictText: strings.verdict[claim.verdict],
    says: printableLine(claim.says[language]),
    on: claim.on,
    metric: claim.of === undefined ? claim.metric : `${claim.metric} (${printableLine(claim.of)})`,
    value: formatFigure(claim, language),
    expected: strings.expected(expectationText(claim.expect, claim, language)),
    basis: basis.filter(Boolean).join(", "),
    reasons: [
      ...claim.reasons.map((one) => strings.reason(printableLine(one))),
      ...limitText(claim, language),
    ],
    controls: controlViews(claim, language),
    ...(claim.noControl !== undefined && {
      noControl: strings.noControl(printableLine(claim.noControlSays?.[language] ?? claim.noControl)),
    }),
  };
}

function placeText({ during, comparedWith }: ClaimVerdict): string {
  return comparedWith ? `${during} ÷ ${printableLine(comparedWith)}` : during;
}

function expectationText(expect: Expectation, claim: ClaimVerdict, language: Language): string {
  const value = (one: number) => formatValue(one, claim.unit, language);
  const limit = expect.limit ? `, ${signs["<="]} ${value(expect.limit.value)}` : "";
  return `${signs[expect.op]} ${value(expect.value)}${limit}`;
}

/** Why a figure above the limit cannot be, where one was measured. */
function limitText({ expect: { limit }, value, verdict }: ClaimVerdict, language: Language): string[] {
  if (!limit || verdict !== "invalid" || value === null || value <= limit.value) return [];
  return [stringsOf(language).aboveLimit(printableLine(limit.why[language]))];
}

function controlViews(claim: ClaimVerdict, language: Language): ControlView[] {
  const strings = stringsOf(language);
  return claim.controls.map((control) => {
    const reason = control.reason ? `: ${strings.reason(printableLine(control.reason))}` : "";
    return {
      verdict: control.verdict,
      title: control.again
        ? strings.againOn(control.on)
        : strings.controlOn(control.on, control.differs && printableLine(control.differs)),
      on: control.on,
      value: formatFigure({ ...control, unit: claim.unit }, language),
      text: `${strings.control[control.verdict]}${reason}`,
    };
  });
}
