import { type Block, blocksOf, isRule, rowsOf } from "./blocks.ts";
import type { Paint } from "./colour.ts";
import { alignRows, columns, cutTo, indented, wrap } from "./layout.ts";
import { printable } from "./printable.ts";

export interface PageLayout {
  width: number;
  paint: Paint;
}

/** The Markdown of a lab's text as lines for a terminal: paragraphs, lists, code and tables, and nothing else. */
export function pageLines(markdown: string, layout: PageLayout): string[] {
  const lines: string[] = [];
  let before: Block | undefined;
  for (const block of blocksOf(printable(markdown))) {
    // items of one list stand together
    if (before && !(before.kind === "item" && block.kind === "item")) lines.push("");
    lines.push(...drawn(block, layout));
    before = block;
  }
  return lines;
}

function drawn(block: Block, { width, paint }: PageLayout): string[] {
  if (block.kind === "code") return block.lines.map((line) => `    ${line}`);
  if (block.kind === "table") return tableLines(block.lines, { width, paint });
  const text = inline(block.lines.join(" "), paint);
  if (block.kind === "text") return wrap(text, width);
  const mark = `  ${block.mark} `;
  const hang = " ".repeat(columns(mark));
  return indented(text, hang, width).map((line, at) => (at === 0 ? mark + line.slice(hang.length) : line));
}

/** Bold stays bold; the stars of emphasis go; code keeps its marks, so that it is told from prose without colour. */
export function inline(text: string, paint: Paint): string {
  return text
    .split(/(`[^`]*`)/)
    .map((part) =>
      part.startsWith("`")
        ? part
        : part
            .replace(/\*\*([^*]+)\*\*/g, (_, inner: string) => paint.strong(inner))
            .replace(/\*([^*\s][^*]*)\*/g, "$1")
            .replace(/\[([^\]]+)\]\([^)]+\)/g, "$1"),
    )
    .join("");
}

function tableLines(lines: readonly string[], { width, paint }: PageLayout): string[] {
  const rows = rowsOf(lines).map((row) => row.map((cell) => inline(cell, paint)));
  const right = (rows.find(isRule) ?? []).flatMap((cell, at) => (cell.endsWith(":") ? [at] : []));
  const [head, ...rest] = alignRows(
    rows.filter((row) => !isRule(row)),
    right,
  ).map((line) => `  ${line}`);
  if ([head, ...rest].every((line) => columns(line ?? "") <= width))
    return [paint.strong(head ?? ""), ...rest];
  // too wide for the terminal: each row as a list of its cells
  const [names = [], ...body] = rows.filter((row) => !isRule(row));
  return body.flatMap((row) => [
    ...indented(row[0] ?? "", "  ", width),
    ...row.slice(1).flatMap((cell, at) => indented(`${names[at + 1] ?? ""}: ${cell}`, "    ", width)),
  ]);
}

/** A line of small bars, one for each value, as high as the greatest of them all. */
export function sparkline(values: readonly number[], most = Math.max(...values, 0)): string {
  const bars = "▁▂▃▄▅▆▇█";
  return values
    .map((value) =>
      most <= 0 || value <= 0 ? " " : bars[Math.min(7, Math.max(0, Math.ceil((value / most) * 8) - 1))],
    )
    .join("");
}

/** A heading that is told from the text below it with and without colour. */
export function headingLines(text: string, note: string, { width, paint }: PageLayout): string[] {
  const room = width - columns(note) - 2;
  const line = `${cutTo(text, room)}${" ".repeat(Math.max(2, width - columns(cutTo(text, room)) - columns(note)))}${note}`;
  return [paint.strong(line.trimEnd()), paint.faint("─".repeat(width))];
}
