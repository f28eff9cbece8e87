const entities: Record<string, string> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** Text that Markdown shows as it is, in a table too. */
export function markdownText(text: string): string {
  return text
    .replace(/[&<>]/g, (character) => entities[character]!)
    .replace(/[\\`*_{}[\]|~#]/g, (character) => `\\${character}`)
    .replace(/\s*\n\s*/g, " ");
}

/** Text that HTML shows as it is, in attributes too. */
export function htmlText(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character]!);
}

/** A CSV table (RFC 4180): the header, then a line for each row, its cells by the header's names. */
export function csvTable<K extends string>(
  header: readonly K[],
  rows: readonly Readonly<Partial<Record<K, string | number | null>>>[],
): string {
  const cells = rows.map((row) => header.map((name) => csvCell(row[name])));
  return [header, ...cells].map((line) => `${line.join(",")}\r\n`).join("");
}

/** One cell of a CSV line (RFC 4180); what a spreadsheet would take for a formula is kept from being one. */
export function csvCell(value: string | number | null | undefined): string {
  if (value === null || value === undefined) return "";
  if (typeof value === "number") return String(value);
  const text = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
