/** A piece of a lab's Markdown: a paragraph, one item of a list, code, or a table. */
export type Block = { kind: "text" | "item" | "code" | "table"; lines: string[]; mark?: string };

const itemStart = /^\s*([-*]|\d+\.)\s+(.*)$/;

/** The blocks of a lab's Markdown, in order. */
export function blocksOf(text: string): Block[] {
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

/** The cells of a table's lines; the rule below its header is one of the rows. */
export const rowsOf = (lines: readonly string[]): string[][] =>
  lines.map((line) =>
    line
      .trim()
      .replace(/^\||\|$/g, "")
      .split("|")
      .map((cell) => cell.trim()),
  );

/** Whether a row is the rule between header and body. */
export const isRule = (row: readonly string[]): boolean => row.every((cell) => /^:?-+:?$/.test(cell));
