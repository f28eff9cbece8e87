import { keyOf } from "../../model/event.ts";
import { machineTypes } from "../../model/machines.ts";
import type { MetricName } from "../../model/metrics.ts";
import type { PlannedStage } from "../../model/plan.ts";
import { type Html, html } from "../../text/html.ts";
import { type Language, stringsOf } from "../../text/language.ts";
import { formatNumber, formatValue } from "../../text/numbers.ts";
import { type MeasureAction, measuresOf } from "../course.ts";
import { type Figures, figuresBy, partsBy } from "../figures.ts";
import type { FinishedRun } from "../finished-run.ts";
import { figureCell, numberHead, rowHead, table } from "./cells.ts";
import { phasesOf } from "./step-parts.ts";

const wholes = [
  "cpu.seconds",
  "cpu.throttled_s",
  "memory.peak",
  "network.received",
  "network.sent",
  "cpu.per_1000_good",
  "cost.per_hour",
  "cost.per_million",
] as const satisfies readonly MetricName[];
const byServer = [
  "cpu.seconds",
  "cpu.throttled_s",
  "cpu.throttled_ratio",
  "memory.peak",
  "network.received",
  "network.sent",
] as const;
const inBaseline: readonly MetricName[] = ["cpu.per_1000_good", "cost.per_million"];

/** What the stages' servers are and cost, and what they used in each measurement. */
export function resourcesSection(run: FinishedRun, language: Language): Html {
  const { page, columns } = stringsOf(language);
  const figures = figuresBy(run.measurements.measurements);
  const partsOf = partsBy(run.measurements.measurements);
  const actions = measuresOf(run.plan);
  const place = (action: MeasureAction) =>
    actions.some((other) => other.step === action.step && other.repeat > 0)
      ? `${action.on} #${action.repeat + 1}`
      : action.on;
  const heads = (metrics: readonly (keyof typeof page.resourceColumns)[]) =>
    metrics.map((metric) => numberHead(page.resourceColumns[metric]));
  const used = actions.map(
    (action) =>
      html`<tr>${rowHead(action.step)}<td>${place(action)}</td>${wholes.map((metric) => wholeCell(action, metric, figures, language))}</tr>
`,
  );
  const parts = actions.flatMap((action) =>
    partsOf(keyOf(action), "cpu.seconds").map(
      (server) =>
        html`<tr>${rowHead(action.step)}<td>${place(action)}</td><td>${server}</td>${byServer.map((metric) => figureCell(figures(keyOf(action), metric, "all", server), language))}</tr>
`,
    ),
  );
  const strings = page.resources;
  return html`<section id="resources" aria-labelledby="resources-h"><h2 id="resources-h">${strings.title}</h2>
<h3>${strings.bill}</h3>
<p class="lead">${strings.lead}</p>
${billTable(run.plan.stages, language)}${
  used.length > 0
    ? html`<h3>${strings.used}</h3>
${table(strings.used, [page.step, columns.stage, ...heads(wholes)], used)}`
    : undefined
}${
  parts.length > 0
    ? html`<details><summary>${strings.byServer}</summary>${table(strings.byServer, [page.step, columns.stage, page.measured.server, ...heads(byServer)], parts)}</details>
`
    : undefined
}</section>
`;
}

/** What belongs to a phase is taken from the baseline where there is one, the rest from the whole. */
function wholeCell(action: MeasureAction, metric: MetricName, figures: Figures, language: Language): Html {
  const phase = inBaseline.includes(metric) ? phasesOf(action)[0]! : "all";
  return figureCell(figures(keyOf(action), metric, phase), language);
}

function billTable(stages: readonly PlannedStage[], language: Language): Html {
  const { page, columns } = stringsOf(language);
  const strings = page.resources;
  const rows = stages.map(({ alias, servers }) => {
    const types = servers.map(({ type }) => machineTypes[type]);
    const sum = (of: "cpus" | "memoryMiB" | "pricePerHour") =>
      types.reduce((total, type) => total + type[of], 0);
    const names = [...new Set(types.map(({ name }) => name))].map(
      (name) => `${types.filter((one) => one.name === name).length} × ${name}`,
    );
    return html`<tr>${rowHead(alias)}<td>${names.join(", ")}</td><td class="number">${formatNumber(sum("cpus"), language)}</td><td class="number">${formatValue(sum("memoryMiB"), "MiB", language)}</td><td class="number">${formatValue(sum("pricePerHour"), "$/h", language)}</td></tr>
`;
  });
  const numbers = [strings.cores, strings.memory, strings.price].map(numberHead);
  return table(strings.bill, [columns.stage, strings.servers, ...numbers], rows);
}
