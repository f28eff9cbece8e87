import { paintWith } from "../text/colour.ts";
import { alignRows, columns, wrap } from "../text/layout.ts";
import { type BenchView, benchView, legend, type ViewCell } from "./bench-view.ts";
import type { BenchResult } from "./result.ts";

const marks = { "": "", ahead: " *", level: " ~" } as const;

const cell = ({ text, mark }: ViewCell): string => text + marks[mark];

/** The bench's table for a terminal; stages that do not fit beside each other come in tables of their own. */
export function renderBenchTerminal(
  result: BenchResult,
  options: { colour: boolean; width?: number },
): string {
  const view = benchView(result);
  const width = options.width ?? 80;
  const paint = paintWith(options.colour);
  const tables = chunks(view, width).flatMap((rows) => {
    const [head, ...rest] = alignRows(rows);
    return [paint.strong(head ?? ""), ...rest, ""];
  });
  const block = (title: string, lines: readonly string[]): string[] =>
    lines.length === 0 ? [] : [paint.strong(title), ...lines.flatMap((line) => bullet(line, width)), ""];
  const facts = alignRows(view.facts.map(([name, text]) => [`  ${name}`, text]));
  return [
    paint.strong(view.title),
    "",
    ...tables,
    ...wrap(legend, width).map(paint.faint),
    "",
    ...block("Which is better", view.stages.length > 1 ? said(view) : []),
    ...block("Left out", view.notes),
    ...block("Not sound", view.unsound),
    paint.strong("Measured with"),
    ...facts,
    "",
  ].join("\n");
}

/** What is said of several figures is said once. */
function said(view: BenchView): string[] {
  const bySaying = new Map<string, string[]>();
  for (const { title, says } of view.lines) bySaying.set(says, [...(bySaying.get(says) ?? []), title]);
  return [...bySaying].map(([says, titles]) => `${says}: ${titles.join(", ")}`);
}

function bullet(text: string, width: number): string[] {
  return wrap(text, width - 4).map((line, index) => (index === 0 ? `  - ${line}` : `    ${line}`));
}

/** Rows of as many stages as fit; at least one, however narrow the terminal is. */
function chunks(view: BenchView, width: number): string[][][] {
  const titles = ["", ...view.lines.map(({ title }) => title)];
  const sideWidth = Math.max(...titles.map(columns));
  const stageColumns = view.stages.map((stage, index) => [
    stage,
    ...view.lines.map((line) => cell(line.cells[index]!)),
  ]);
  const tables: string[][][] = [];
  let used = 0;
  for (const column of stageColumns) {
    const wide = Math.max(...column.map(columns)) + 2;
    const last = tables.at(-1);
    if (!last || used + wide > width) {
      tables.push(titles.map((title, row) => [title, column[row]!]));
      used = sideWidth + wide;
    } else {
      last.forEach((row, index) => {
        row.push(column[index]!);
      });
      used += wide;
    }
  }
  return tables;
}
