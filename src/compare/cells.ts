import { formatFigure, formatNumber, noFigure } from "../text/numbers.ts";
import type { CompareRow } from "./result.ts";

const language = "en";

/** A row's median with its unit. */
export function medianText(row: CompareRow | undefined): string {
  if (!row || row.median === null) return noFigure;
  return formatFigure(
    { value: row.median, unit: row.unit, atLeast: row.atLeast?.includes("median") ?? false },
    language,
  );
}

/** A row's figures in a few characters: the median with its unit, then the range of the repeats. */
export function cellText(row: CompareRow | undefined): string {
  if (!row || row.median === null || row.min === null || row.max === null) return noFigure;
  const { min, max, unit, repeats, atLeast = [] } = row;
  const shown = medianText(row);
  const alike = min === max && (atLeast.length === 0 || atLeast.includes("min"));
  if (repeats < 2 || alike) return shown;
  const scale = unit === "ratio" ? 100 : 1;
  const end = (value: number, edge: "min" | "max") =>
    (atLeast.includes(edge) ? ">" : "") + formatNumber(value * scale, language, unit === "count");
  return `${shown} (${end(min, "min")}–${end(max, "max")})`;
}
