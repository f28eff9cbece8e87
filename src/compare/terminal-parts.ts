import type { Paint } from "../text/colour.ts";
import { columns, wrap } from "../text/layout.ts";

/** A heading and its points; nothing without points. */
export function bulleted(title: string, points: readonly string[], width: number, paint: Paint): string[] {
  const point = (text: string) =>
    wrap(text, width - 4).map((line, index) => (index === 0 ? `  - ${line}` : `    ${line}`));
  return points.length === 0 ? [] : [paint.strong(title), ...points.flatMap(point), ""];
}

/** Rows of as many columns beside the titles as fit, then further tables of the rest; at least one column each. */
export function sideBySide(
  titles: readonly string[],
  beside: readonly (readonly string[])[],
  width: number,
): string[][][] {
  const sideWidth = Math.max(...titles.map(columns));
  const tables: string[][][] = [];
  let used = 0;
  for (const column of beside) {
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
