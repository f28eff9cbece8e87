import type { Action } from "../../model/plan.ts";
import { type Html, html } from "../../text/html.ts";
import { type Language, stringsOf } from "../../text/language.ts";
import { formatFigure } from "../../text/numbers.ts";
import { pageMarkup } from "../../text/page-markup.ts";
import { coursesOf, type MeasureAction } from "../course.ts";
import { figuresBy, partsBy } from "../figures.ts";
import type { RunRecord } from "../run-record.ts";
import { notable, stepViews, whatWasDone } from "../step-view.ts";
import { figureMarks, table } from "./cells.ts";
import { percentiles } from "./percentiles.ts";
import { phaseTable } from "./phase-table.ts";
import { shareTable } from "./shares.ts";
import { chartsOf } from "./step-charts.ts";
import { placeOf, type StepParts } from "./step-parts.ts";

type StepAction = Extract<Action, { kind: "measure" | "try" }>;

/** Every step that measured or tried something: its charts, its figures, who answered, what commands said. */
export function stepsSection(record: RunRecord, language: Language): Html {
  const strings = stringsOf(language).page.measured;
  const actions = record.plan.actions.filter(
    (action): action is StepAction => action.kind === "measure" || action.kind === "try",
  );
  const parts = {
    record,
    courses: coursesOf(record),
    figures: figuresBy(record.measurements.measurements),
    partsOf: partsBy(record.measurements.measurements),
    language,
  };
  const views = stepViews(record, language);
  const steps = [...new Set(actions.map(({ step }) => step))].map((step, index) =>
    stepArticle({
      ...parts,
      id: `step-${index}`,
      step,
      view: views[index]!,
      actions: actions.filter((one): one is MeasureAction => one.step === step && one.kind === "measure"),
    }),
  );
  return html`<section id="measured" aria-labelledby="measured-h"><h2 id="measured-h">${strings.title}</h2>
${steps.length > 0 ? steps : html`<p class="lead">${strings.none}</p>`}</section>
`;
}

/** What else was measured of a stage, and what its fault did. */
function noteLine(parts: StepParts, action: MeasureAction): Html {
  const { record, language } = parts;
  const { figures: names, notMeasured } = stringsOf(language);
  const notes = notable(record, action).map(
    (one) =>
      html`${names[one.metric]} <span class="figure"${figureMarks(one)}>${formatFigure(one, language)}</span>`,
  );
  const done = whatWasDone(record, action, language);
  const all = [...(notes.length > 0 ? notes : [notMeasured]), ...done];
  return html`<li><b>${placeOf(action, parts)}</b>: ${all.map((one, index) => (index === 0 ? one : ["; ", one]))}</li>
`;
}

function stepArticle(parts: StepParts): Html {
  const { id, step, view, language } = parts;
  const strings = stringsOf(language).page.measured;
  const said = view.title.slice(step.length).replace(/^ · /, "");
  const beside = parts.actions.map((action) => noteLine(parts, action));
  const commands =
    view.commands &&
    html`<h4>${strings.commands}</h4>
${table(
  `${strings.commands}: ${step}`,
  view.commands.header,
  view.commands.rows.map(
    (
      row,
    ) => html`<tr>${row.map((cell, at) => (at === 1 ? html`<td><code>${cell}</code></td>` : html`<td>${cell}</td>`))}</tr>
`,
  ),
)}`;
  const after =
    view.after === undefined
      ? undefined
      : html`<div class="after"><h4>${strings.after}</h4>
${pageMarkup(view.after)}</div>
`;
  return html`<article class="step" aria-labelledby="${id}-h"><h3 id="${id}-h">${step}</h3>
${said === "" ? undefined : html`<p class="lead">${said}</p>`}
${chartsOf(parts)}${phaseTable(parts)}${
  beside.length > 0
    ? html`<h4>${strings.figures}</h4>
<ul>${beside}</ul>
`
    : undefined
}${percentiles(parts)}${shareTable(parts)}${commands}${after}</article>
`;
}
