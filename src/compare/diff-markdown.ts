import { markdownText } from "../text/escape.ts";
import type { DiffResult } from "./diff-result.ts";
import { diffView } from "./diff-view.ts";

const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
const list = (texts: readonly string[]): string => texts.map((text) => `- ${markdownText(text)}`).join("\n");

/** A block of code whose fence is longer than any run of backticks in it. */
function fenced(text: string, language: string): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = "`".repeat(longest + 1);
  return `${fence}${language}\n${text}\n${fence}`;
}

/** The difference of two stages as Markdown. */
export function renderDiffMarkdown(result: DiffResult): string {
  const view = diffView(result);
  const header = ["", result.a, result.b, "the second stands"];
  const table = [
    line(header.map(markdownText)),
    line(header.map(() => "---")),
    ...view.figures.map(({ title, a, b, stands }) => line([title, a, b, stands].map(markdownText))),
  ].join("\n");
  const blocks = [
    `# ${markdownText(view.title)}`,
    ...(view.answers.length > 0 ? ["## Is it better?", list(view.answers)] : []),
    ...(view.figures.length > 0 ? ["## Figures", table] : []),
    ...(view.notes.length > 0 ? ["## Left out", list(view.notes)] : []),
    ...(view.topology.length > 0 ? ["## Topology", fenced(view.topology.join("\n"), "diff")] : []),
    ...view.definitions.flatMap(({ title, diff }) => [`### ${markdownText(title)}`, fenced(diff, "diff")]),
  ];
  return `${blocks.join("\n\n")}\n`;
}
