import { paintWith } from "../text/colour.ts";
import { alignRows, wrap } from "../text/layout.ts";
import { type BenchView, benchView, legend, type ViewCell } from "./bench-view.ts";
import type { BenchResult } from "./result.ts";
import { bulleted, sideBySide } from "./terminal-parts.ts";

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
  const titles = ["", ...view.lines.map(({ title }) => title)];
  const stages = view.stages.map((stage, index) => [
    stage,
    ...view.lines.map((line) => cell(line.cells[index]!)),
  ]);
  const tables = sideBySide(titles, stages, width).flatMap((rows) => {
    const [head, ...rest] = alignRows(rows);
    return [paint.strong(head ?? ""), ...rest, ""];
  });
  const block = (title: string, lines: readonly string[]) => bulleted(title, lines, width, paint);
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
