import { markdownText } from "../text/escape.ts";
import { benchView, legend } from "./bench-view.ts";
import type { BenchResult } from "./result.ts";

const marks = { "": "", ahead: " \\*", level: " \\~" } as const;

const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
const list = (texts: readonly string[]): string => texts.map((text) => `- ${markdownText(text)}`).join("\n");

/** The bench as Markdown, for an issue or a hand-in. */
export function renderBenchMarkdown(result: BenchResult): string {
  const view = benchView(result);
  const header = ["", ...view.stages.map(markdownText), "which is better"];
  const rows = view.lines.map(({ title, cells, says }) =>
    line([
      markdownText(title),
      ...cells.map(({ text, mark }) => markdownText(text) + marks[mark]),
      markdownText(says),
    ]),
  );
  const blocks = [
    `# ${markdownText(view.title)}`,
    [line(header), line(header.map(() => "---")), ...rows].join("\n"),
    markdownText(legend),
    ...(view.notes.length > 0 ? ["## Left out", list(view.notes)] : []),
    ...(view.unsound.length > 0 ? ["## Not sound", list(view.unsound)] : []),
    "## Measured with",
    list(view.facts.map(([name, text]) => `${name}: ${text}`)),
  ];
  return `${blocks.join("\n\n")}\n`;
}
