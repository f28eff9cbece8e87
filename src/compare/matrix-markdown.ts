import { markdownText } from "../text/escape.ts";
import type { MatrixResult } from "./matrix-result.ts";
import { matrixView } from "./matrix-view.ts";

const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
const list = (texts: readonly string[]): string => texts.map((text) => `- ${markdownText(text)}`).join("\n");

/** A matrix as Markdown, for an issue or a hand-in. */
export function renderMatrixMarkdown(result: MatrixResult): string {
  const view = matrixView(result);
  const header = ["fault", "", ...view.stages.map(markdownText)];
  const rows = view.faults.flatMap(({ label, cells }) => [
    line([`**${markdownText(label)}**`, "survived", ...cells.map(({ survived }) => `**${survived}**`)]),
    ...view.figures.flatMap(({ title }, at) =>
      cells.some(({ figures }) => figures.length > 0)
        ? [line(["", markdownText(title), ...cells.map(({ figures }) => markdownText(figures[at] ?? ""))])]
        : [],
    ),
  ]);
  const blocks = [
    `# ${markdownText(view.title)}`,
    [line(header), line(header.map(() => "---")), ...rows].join("\n"),
    markdownText(view.rule),
    ...view.notes.flatMap(({ title, points }) => [`## ${title}`, list(points)]),
    "## Measured with",
    list(view.facts.map(([name, text]) => `${name}: ${text}`)),
  ];
  return `${blocks.join("\n\n")}\n`;
}
