import { csvTable } from "../text/escape.ts";
import type { BenchResult } from "./result.ts";

const header = [
  "stage",
  "fault",
  "step",
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

/** The rows as CSV (RFC 4180, one header line); `at_least` names the edges of which the true value is larger. */
export function renderBenchCsv({ rows }: Pick<BenchResult, "rows">): string {
  return csvTable(
    header,
    rows.map(({ atLeast, ...row }) => ({ ...row, at_least: atLeast?.join(" ") ?? null })),
  );
}
