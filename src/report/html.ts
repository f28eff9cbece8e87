import { type Html, html } from "../text/html.ts";
import { htmlDocument } from "../text/html-document.ts";
import { type Language, stringsOf } from "../text/language.ts";
import { badge, claimsSection, signOf } from "./page/claims.ts";
import { ledgerSection } from "./page/ledger.ts";
import { predictionsSection } from "./page/predictions.ts";
import { repeatSection } from "./page/repeat.ts";
import { resourcesSection } from "./page/resources.ts";
import { stagesSection } from "./page/stages.ts";
import { stepsSection } from "./page/steps.ts";
import { style } from "./page/style.ts";
import type { ReportView } from "./report-view.ts";
import type { RunRecord } from "./run-record.ts";
import { viewOf } from "./view.ts";

/** The report as one HTML page without anything outside it: to look at, on a phone too, to print, and to show. */
export function renderHtml(record: RunRecord, { language }: { language: Language }): string {
  const view = viewOf(record, language);
  const { page, soundness, verdict } = stringsOf(language);
  const sections: [string, string, Html | undefined][] = [
    ["claims", page.claims.title, claimsSection(record, language)],
    ["doubts", soundness, doubts(view, language)],
    ["predictions", page.predictions.title, predictionsSection(record, language)],
    ["stages", page.stages.title, stagesSection(record, language)],
    ["measured", page.measured.title, stepsSection(record, language)],
    ["ledger", page.ledger.title, ledgerSection(record, language)],
    ["resources", page.resources.title, resourcesSection(record, language)],
    ["repeat", page.repeat.title, repeatSection(record, language)],
  ];
  const there = sections.filter(([, , section]) => section !== undefined);
  const version = record.events.find((event) => event.type === "run-started")?.version;
  const body = html`${head(record, view, language)}
<nav aria-label="${page.skip}"><ul>${there.map(([id, title]) => html`<li><a href="#${id}">${title}</a></li>`)}</ul></nav>
<main>
${there.map(([, , section]) => section)}</main>
<footer>${page.foot(version === undefined ? "" : ` ${version}`, "docs/metrics.md")}</footer>
`;
  const title = `${verdict[view.verdict]}: ${view.lab}: ${view.title}`;
  return htmlDocument({ title, language, style, body: body.markup });
}

function head({ plan }: RunRecord, view: ReportView, language: Language): Html {
  const { page, why } = stringsOf(language);
  const when = new Date(plan.createdAt);
  const shown = Number.isNaN(when.getTime())
    ? plan.createdAt
    : when.toISOString().slice(0, 16).replace("T", " ");
  return html`<header class="${signOf[view.verdict].tone}" data-verdict="${view.verdict}">
<p class="kicker">${page.kicker} · <code>${view.lab}</code></p>
<h1>${view.title}</h1>
<p class="verdict">${badge(view.verdict, view.verdictText)} ${view.means}.</p>
<p>${view.summary}.</p>
${
  view.reasons.length > 0
    ? html`<p><b>${why}</b></p><ul>${view.reasons.map((reason) => html`<li>${reason}</li>`)}</ul>`
    : undefined
}<p class="faint">${page.facts.when} <time datetime="${plan.createdAt}">${shown} UTC</time> · ${page.facts.seed} <code>${plan.seed}</code></p>
</header>`;
}

function doubts({ doubts: lines }: ReportView, language: Language): Html | undefined {
  if (lines.length === 0) return undefined;
  return html`<section id="doubts" aria-labelledby="doubts-h"><h2 id="doubts-h">${stringsOf(language).soundness}</h2>
<ul>${lines.map((line) => html`<li>${line}</li>`)}</ul></section>
`;
}
