import { everyCellTold } from "../compare/matrix-cells.ts";
import { renderMatrixCsv } from "../compare/matrix-csv.ts";
import { survivedRule } from "../compare/matrix-figures.ts";
import { renderMatrixHtml } from "../compare/matrix-html.ts";
import { renderMatrixMarkdown } from "../compare/matrix-markdown.ts";
import type { MatrixResult } from "../compare/matrix-result.ts";
import { renderMatrixTerminal } from "../compare/matrix-terminal.ts";

export { everyCellTold, survivedRule };

/** A matrix as text, by the name of its form. */
export const matrixForms: Record<
  "terminal" | "markdown" | "csv" | "html",
  (result: MatrixResult, options: { colour: boolean; width?: number }) => string
> = {
  terminal: renderMatrixTerminal,
  markdown: (result) => renderMatrixMarkdown(result),
  csv: (result) => renderMatrixCsv(result),
  html: (result) => renderMatrixHtml(result),
};
