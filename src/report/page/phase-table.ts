import { keyOf } from "../../model/event.ts";
import type { PhaseName } from "../../model/lab.ts";
import type { MetricName } from "../../model/metrics.ts";
import { type Html, html } from "../../text/html.ts";
import { stringsOf } from "../../text/language.ts";
import type { MeasureAction } from "../course.ts";
import { figureCell, numberHead, rowHead, table } from "./cells.ts";
import { phasesOf, placeOf, type StepParts } from "./step-parts.ts";

const shown: readonly {
  metric: MetricName;
  column: "rate" | "failed" | "refused" | "p50" | "p99" | "throttled";
}[] = [
  { metric: "http.rate", column: "rate" },
  { metric: "http.failed_ratio", column: "failed" },
  { metric: "sessions.refused_ratio", column: "refused" },
  { metric: "latency.p50", column: "p50" },
  { metric: "latency.p99", column: "p99" },
  { metric: "cpu.throttled_ratio", column: "throttled" },
];

/** What users saw in each phase, stage by stage; of a search for the knee, what it found. */
export function phaseTable(parts: StepParts): Html | undefined {
  const { step, actions, figures, language } = parts;
  const { columns, phase: phases, page, figures: names } = stringsOf(language);
  const caption = `${page.measured.phases}: ${step}`;
  const open = actions.filter(({ load }) => load.kind === "open");
  const cell = (action: MeasureAction, metric: MetricName, phase: PhaseName) =>
    figureCell(figures(keyOf(action), metric, phase), language);
  if (open.length === 0) {
    if (actions.length === 0) return undefined;
    const rows = actions.map(
      (action) =>
        html`<tr>${rowHead(placeOf(action, parts))}${cell(action, "throughput.knee", "all")}${cell(action, "cost.per_million", "all")}</tr>
`,
    );
    const header = [
      columns.stage,
      numberHead(names["throughput.knee"]),
      numberHead(names["cost.per_million"]),
    ];
    return table(caption, header, rows);
  }
  const rows = open.flatMap((action) =>
    phasesOf(action).map(
      (phase) =>
        html`<tr>${rowHead(placeOf(action, parts))}<td>${phases[phase]}</td>${shown.map(({ metric }) => cell(action, metric, phase))}</tr>
`,
    ),
  );
  const header = [columns.stage, columns.phase, ...shown.map(({ column }) => numberHead(columns[column]))];
  return table(caption, header, rows);
}
