import type { Paint } from "./colour.ts";
import { alignRows, columns, cutTo, indented, wrap } from "./layout.ts";
import { printable } from "./printable.ts";

export interface PageLayout {
  width: number;
  paint: Paint;
}

type Block = { kind: "text" | "item" | "code" | "table"; lines: string[]; mark?: string };

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

const itemStart = /^\s*([-*]|\d+\.)\s+(.*)$/;

function blocksOf(text: string): Block[] {
  const blocks: Block[] = [];
  let current: Block | undefined;
  let fenced = false;
  const begin = (block: Block) => {
    blocks.push(block);
    current = block;
  };
  for (const line of text.split("\n")) {
    if (/^\s*(```|~~~)/.test(line)) {
      if (!fenced) begin({ kind: "code", lines: [] });
      else current = undefined;
      fenced = !fenced;
      continue;
    }
    if (fenced) {
      current?.lines.push(line);
      continue;
    }
    if (line.trim() === "") {
      // a blank line inside indented code belongs to it only if more follows
      current = undefined;
      continue;
    }
    const item = itemStart.exec(line);
    if (current?.kind !== "item" && /^ {4}/.test(line) && current?.kind !== "text") {
      if (current?.kind === "code") current.lines.push(line.slice(4));
      else begin({ kind: "code", lines: [line.slice(4)] });
    } else if (/^\s*\|/.test(line)) {
      if (current?.kind === "table") current.lines.push(line);
      else begin({ kind: "table", lines: [line] });
    } else if (item) begin({ kind: "item", mark: item[1] === "*" ? "-" : item[1]!, lines: [item[2]!] });
    else if (current && current.kind !== "code" && current.kind !== "table") current.lines.push(line.trim());
    else begin({ kind: "text", lines: [line.replace(/^#+\s*|^>\s?/, "").trim()] });
  }
  return blocks;
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
  const rows = lines.map((line) =>
    line
      .trim()
      .replace(/^\||\|$/g, "")
      .split("|")
      .map((cell) => inline(cell.trim(), paint)),
  );
  const rule = (row: readonly string[]) => row.every((cell) => /^:?-+:?$/.test(cell));
  const right = (rows.find(rule) ?? []).flatMap((cell, at) => (cell.endsWith(":") ? [at] : []));
  const [head, ...rest] = alignRows(
    rows.filter((row) => !rule(row)),
    right,
  ).map((line) => `  ${line}`);
  if ([head, ...rest].every((line) => columns(line ?? "") <= width))
    return [paint.strong(head ?? ""), ...rest];
  // too wide for the terminal: each row as a list of its cells
  const [names = [], ...body] = rows.filter((row) => !rule(row));
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
