import stringWidth from "string-width";

/** Columns a text takes in a terminal: Korean and other wide characters count two, colour codes none. */
export function columns(text: string): number {
  return stringWidth(text);
}

/** Spaces on the right (or, with `right`, on the left) up to `width` columns. */
export function pad(text: string, width: number, align: "left" | "right" = "left"): string {
  const space = " ".repeat(Math.max(0, width - columns(text)));
  return align === "left" ? text + space : space + text;
}

/** Cut to `width` columns, with an ellipsis where something is missing. */
export function cutTo(text: string, width: number): string {
  if (columns(text) <= width) return text;
  let cut = "";
  for (const { segment } of new Intl.Segmenter().segment(text)) {
    if (columns(cut + segment) > width - 1) break;
    cut += segment;
  }
  return `${cut}…`;
}

/** Lines of at most `width` columns; words longer than a line are broken. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = "";
  const flush = () => {
    if (line) lines.push(line);
    line = "";
  };
  for (const word of text.split(/\s+/).filter(Boolean)) {
    if (line && columns(line) + 1 + columns(word) > width) flush();
    if (columns(word) <= width) {
      line = line ? `${line} ${word}` : word;
      continue;
    }
    for (const { segment } of new Intl.Segmenter().segment(word)) {
      if (columns(line + segment) > width) flush();
      line += segment;
    }
  }
  flush();
  return lines;
}

/** Wrapped text, each line behind `indent`. */
export function indented(text: string, indent: string, width: number): string[] {
  return wrap(text, Math.max(10, width - columns(indent))).map((line) => indent + line);
}

/** Columns aligned by their widest cell; `right` names the columns (from 0) of numbers. */
export function alignRows(rows: readonly (readonly string[])[], right: readonly number[] = []): string[] {
  const widths: number[] = [];
  for (const row of rows) {
    row.forEach((cell, index) => {
      widths[index] = Math.max(widths[index] ?? 0, columns(cell));
    });
  }
  return rows.map((row) =>
    row
      .map((cell, index) => pad(cell, widths[index] ?? 0, right.includes(index) ? "right" : "left"))
      .join("  ")
      .trimEnd(),
  );
}
