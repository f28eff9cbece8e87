import { keyOf } from "../../model/event.ts";
import type { MetricName } from "../../model/metrics.ts";
import { type Html, html } from "../../text/html.ts";
import { type Language, stringsOf } from "../../text/language.ts";
import { measuresOf } from "../course.ts";
import { figuresBy } from "../figures.ts";
import type { FinishedRun } from "../finished-run.ts";
import { figureCell, numberHead, rowHead, table } from "./cells.ts";

const shown = [
  "writes.attempted",
  "writes.acknowledged",
  "writes.indeterminate",
  "writes.lost",
  "writes.unexpected",
  "writes.duplicates",
  "reads.own_missing",
  "reads.stale",
] as const satisfies readonly MetricName[];

/** What became of the users' writes; nothing of a run in which nobody wrote. */
export function ledgerSection(run: FinishedRun, language: Language): Html | undefined {
  const { page, columns } = stringsOf(language);
  const figures = figuresBy(run.measurements.measurements);
  const rows = measuresOf(run.plan).flatMap((action) => {
    const own = shown.map((metric) => figures(keyOf(action), metric, "all"));
    if (!own[0]?.value) return [];
    const repeat = run.plan.actions.some(
      (other) => other.kind === "measure" && other.step === action.step && other.repeat > 0,
    );
    const place = repeat ? `${action.on} #${action.repeat + 1}` : action.on;
    return [
      html`<tr>${rowHead(action.step)}<td>${place}</td>${own.map((one) => figureCell(one, language))}</tr>
`,
    ];
  });
  if (rows.length === 0) return undefined;
  const header = [page.step, columns.stage, ...shown.map((metric) => numberHead(page.ledgerColumns[metric]))];
  return html`<section id="ledger" aria-labelledby="ledger-h"><h2 id="ledger-h">${page.ledger.title}</h2>
<p class="lead">${page.ledger.lead}</p>
${table(page.ledger.title, header, rows)}</section>
`;
}
