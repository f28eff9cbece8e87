import { renderBenchCsv } from "../compare/bench-csv.ts";
import { renderBenchHtml } from "../compare/bench-html.ts";
import { renderBenchMarkdown } from "../compare/bench-markdown.ts";
import { renderBenchTerminal } from "../compare/bench-terminal.ts";
import type { BenchResult } from "../compare/result.ts";

/** A bench's result as text, by the name of its form. */
export const benchForms: Record<
  "terminal" | "markdown" | "csv" | "html",
  (result: BenchResult, options: { colour: boolean; width?: number }) => string
> = {
  terminal: renderBenchTerminal,
  markdown: (result) => renderBenchMarkdown(result),
  csv: (result) => renderBenchCsv(result),
  html: (result) => renderBenchHtml(result),
};

/** True when every stage has at least one figure that a sound repeat stands behind. */
export function everyStageMeasured({ stages, rows }: BenchResult): boolean {
  return stages.every(({ stage }) => rows.some((row) => row.stage === stage && row.repeats > 0));
}
