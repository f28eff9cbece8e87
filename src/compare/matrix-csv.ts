import { csvTable } from "../text/escape.ts";
import type { MatrixResult } from "./matrix-result.ts";

const header = [
  "stage",
  "fault",
  "target",
  "state",
  "survived",
  "phase",
  "metric",
  "unit",
  "min",
  "median",
  "max",
  "repeats",
  "at_least",
  "reason",
] as const;

type Line = Partial<Record<(typeof header)[number], string | number | null>>;

/** A line for each cell and figure (RFC 4180, one header line); `survived` is empty where it cannot be told. */
export function renderMatrixCsv({ rows, cells }: Pick<MatrixResult, "rows" | "cells">): string {
  const lines = rows.map(({ atLeast, step: _, ...row }): Line => {
    const cell = cells.find((one) => one.stage === row.stage && one.fault === row.fault);
    const survived = cell?.survived === undefined || cell.survived === null ? "" : String(cell.survived);
    const { target = null, state = "" } = cell ?? {};
    return { ...row, target, state, survived, at_least: atLeast?.join(" ") ?? null };
  });
  return csvTable(header, lines);
}
