import { type Paint, paintWith } from "../text/colour.ts";
import { alignRows, columns, wrap } from "../text/layout.ts";
import type { MatrixResult } from "./matrix-result.ts";
import { type MatrixView, type MatrixViewCell, matrixView, type Survived } from "./matrix-view.ts";
import { bulleted, sideBySide } from "./terminal-parts.ts";

const legend =
  "beside each fault: whether the stage survived, and the share of requests that failed; medians of the repeats";
const labelWidth = 20;

/** Figures that share a line, by their place among the matrix's. */
const lines: readonly { title: string; of: readonly number[] }[] = [
  { title: "  outage, recovered", of: [1, 2] },
  { title: "  lost writes, users", of: [3, 4] },
  { title: "  p99 before, during", of: [5, 6] },
];

function painted(survived: Survived, paint: Paint): string {
  if (survived === "yes") return paint.good(survived);
  if (survived === "no") return paint.bad(survived);
  return survived === "not possible" ? paint.faint(survived) : paint.doubtful(survived);
}

/** The lines of one cell, beside the fault's label and the titles of its figures. */
function cellLines({ survived, medians }: MatrixViewCell, labelLines: number, paint: Paint): string[] {
  const first = painted(survived, paint) + (medians.length > 0 ? `, ${medians[0]}` : "");
  const rest = lines.map(({ of }) => (medians.length > 0 ? of.map((at) => medians[at]).join(", ") : ""));
  return [first, ...Array.from({ length: labelLines - 1 }, () => ""), ...rest];
}

function grid(view: MatrixView, width: number, paint: Paint): string[] {
  const labels = view.faults.map(({ label }) => wrap(label, labelWidth));
  // a fault that no stage can have takes a line, not four
  const measured = view.faults.map(({ cells }) => cells.some(({ medians }) => medians.length > 0));
  const titles = labels.flatMap((label, at) => [
    ...label,
    ...(measured[at] ? lines.map(({ title }) => title) : []),
  ]);
  const beside = view.stages.map((stage, column) => [
    stage,
    ...view.faults.flatMap(({ cells }, at) => {
      const own = cellLines(cells[column]!, labels[at]!.length, paint);
      return measured[at] ? own : own.slice(0, labels[at]!.length);
    }),
  ]);
  return sideBySide(["", ...titles], beside, width).flatMap((rows) => {
    const [head, ...rest] = alignRows(rows);
    return [paint.strong(head ?? ""), ...rest, ""];
  });
}

/** A matrix for a terminal: stages as columns, faults as rows; stages that do not fit come in tables of their own. */
export function renderMatrixTerminal(
  result: MatrixResult,
  options: { colour: boolean; width?: number },
): string {
  const view = matrixView(result);
  const width = options.width ?? 80;
  const paint = paintWith(options.colour);
  const side = Math.max(...view.facts.map(([name]) => columns(name))) + 4;
  const facts = view.facts.flatMap(([name, text]) =>
    wrap(text, Math.max(20, width - side)).map(
      (line, index) => `${(index === 0 ? `  ${name}` : "").padEnd(side)}${line}`,
    ),
  );
  return [
    paint.strong(view.title),
    "",
    ...grid(view, width, paint),
    ...wrap(legend, width).map(paint.faint),
    ...wrap(view.rule, width).map(paint.faint),
    "",
    ...view.notes.flatMap(({ title, points }) => bulleted(title, points, width, paint)),
    paint.strong("Measured with"),
    ...facts,
    "",
  ].join("\n");
}
