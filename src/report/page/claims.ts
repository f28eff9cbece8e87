import type { ClaimVerdict, ControlVerdict, VerdictName } from "../../model/verdict.ts";
import { type Html, html } from "../../text/html.ts";
import { type Language, stringsOf } from "../../text/language.ts";
import { formatFigure } from "../../text/numbers.ts";
import { claimViews } from "../claim-view.ts";
import type { FinishedRun } from "../finished-run.ts";
import type { ClaimView } from "../report-view.ts";
import { numberHead, table } from "./cells.ts";

/** How a verdict is shown beside its words: a colour, and a sign for whoever does not see it. */
export const signOf: Record<VerdictName | ControlVerdict["verdict"], { sign: string; tone: string }> = {
  pass: { sign: "✓", tone: "good" },
  failed: { sign: "✓", tone: "good" },
  fail: { sign: "✗", tone: "bad" },
  held: { sign: "✗", tone: "bad" },
  unknown: { sign: "?", tone: "doubt" },
  invalid: { sign: "!", tone: "doubt" },
};

/** Words on the colour of their verdict, with its sign. */
export function badge(verdict: VerdictName | ControlVerdict["verdict"], words: string): Html {
  const { sign, tone } = signOf[verdict];
  return html`<span class="badge ${tone}"><span aria-hidden="true">${sign}</span> ${words}</span>`;
}

/** Each claim with its figure, its controls' figures, and the threshold between them. */
export function claimsSection({ verdict }: FinishedRun, language: Language): Html {
  const strings = stringsOf(language).page.claims;
  const views = claimViews(verdict, language);
  const cards = verdict.claims.map((claim, index) => card(claim, views[index]!, index, language));
  return html`<section id="claims" aria-labelledby="claims-h"><h2 id="claims-h">${strings.title}</h2>
<p class="lead">${verdict.claims.length > 0 ? strings.lead : strings.none}</p>
<div class="cards">${cards}</div></section>
`;
}

interface Row {
  verdict: VerdictName | ControlVerdict["verdict"];
  role: string;
  on: string;
  value: number | null;
  shown: string;
  outcome: string;
  marks: Html;
}

function card(claim: ClaimVerdict, view: ClaimView, index: number, language: Language): Html {
  const all = stringsOf(language);
  const strings = all.page.claims;
  const marks = (on: string, value: number | null, role: string) =>
    html` data-claim="${claim.id}" data-role="${role}" data-on="${on}" data-value="${value ?? ""}"`;
  const rows: Row[] = [
    {
      verdict: claim.verdict,
      role: strings.claim,
      on: claim.on,
      value: claim.value,
      shown: view.value,
      outcome: strings.claimHeld[claim.verdict],
      marks: marks(claim.on, claim.value, "claim"),
    },
    ...claim.controls.map((control) => ({
      verdict: control.verdict,
      role: strings.control,
      on: control.again ? `${control.on} (A/A)` : control.on,
      value: control.value,
      shown: formatFigure({ ...control, unit: claim.unit }, language),
      outcome: strings.controlSaid[control.verdict],
      marks: marks(control.on, control.value, "control"),
    })),
  ];
  const most = Math.max(claim.expect.value, ...rows.map(({ value }) => value ?? 0));
  const percent = (value: number) => `${Math.round((Math.max(0, value) / (most || 1)) * 1000) / 10}%`;
  const lines = rows.map(
    (
      row,
    ) => html`<tr><td>${row.role}</td><td>${row.on}</td><td class="number"${row.marks}>${row.shown}</td><td class="scale"><span class="track ${signOf[row.verdict].tone}" aria-hidden="true" style="--part: ${percent(row.value ?? 0)}; --mark: ${percent(claim.expect.value)}"></span></td><td><span class="${signOf[row.verdict].tone}"><span aria-hidden="true">${signOf[row.verdict].sign}</span> ${row.outcome}</span></td></tr>
`,
  );
  const reasons = [
    ...view.reasons,
    ...claim.controls.flatMap(({ on, reason }) => (reason ? [`${on}: ${all.reason(reason)}`] : [])),
    ...(view.noControl === undefined ? [] : [view.noControl]),
  ];
  return html`<article class="card" aria-labelledby="claim-${index}"><h3 id="claim-${index}">${badge(claim.verdict, view.verdictText)} ${view.says}</h3>
<p class="faint"><code>${view.metric}</code>, ${view.basis}</p>
${table(`${strings.claim}: ${claim.id}`, [strings.role, strings.stage, numberHead(strings.value), html`<th scope="col" class="scale">${view.expected}</th>`, strings.outcome], lines)}${
  reasons.length > 0
    ? html`<ul class="faint">${reasons.map((reason) => html`<li>${reason}</li>`)}</ul>`
    : undefined
}</article>
`;
}
