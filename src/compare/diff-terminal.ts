import { type Paint, paintWith } from "../text/colour.ts";
import { alignRows, indented, wrap } from "../text/layout.ts";
import type { DiffResult } from "./diff-result.ts";
import { diffView } from "./diff-view.ts";

/** The difference of two stages for a terminal: the answer first, then figures, topology and definitions. */
export function renderDiffTerminal(result: DiffResult, options: { colour: boolean; width?: number }): string {
  const view = diffView(result);
  const width = options.width ?? 80;
  const paint = paintWith(options.colour);
  const section = (title: string, lines: readonly string[]): string[] =>
    lines.length === 0 ? [] : [paint.strong(title), ...lines, ""];
  const figures = alignRows([
    ["", result.a, result.b, ""],
    ...view.figures.map(({ title, a, b, stands }) => [title, a, b, stands]),
  ]);
  const changed = view.topology.length + view.definitions.length > 0;
  return [
    paint.strong(view.title),
    "",
    ...section(
      "Is it better?",
      view.answers.flatMap((line) => indented(line, "  ", width)),
    ),
    ...section("Figures", view.figures.length > 0 ? figures.map((line) => `  ${line}`) : []),
    ...section(
      "Left out",
      view.notes.flatMap((note) =>
        wrap(note, width - 4).map((line, index) => (index ? "    " : "  - ") + line),
      ),
    ),
    ...section(
      "Topology",
      view.topology.map((line) => `  ${painted(line, paint)}`),
    ),
    ...view.definitions.flatMap(({ title, diff }) =>
      section(
        title,
        diff.split("\n").map((line) => `  ${painted(line, paint)}`),
      ),
    ),
    ...(changed ? [] : ["nothing differs in topology and configuration", ""]),
  ].join("\n");
}

function painted(line: string, paint: Paint): string {
  if (line.startsWith("+")) return paint.good(line);
  if (line.startsWith("-")) return paint.bad(line);
  return line.startsWith("@@") ? paint.faint(line) : line;
}
