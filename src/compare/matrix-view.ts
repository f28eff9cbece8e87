import { formatValue } from "../text/numbers.ts";
import { printableLine } from "../text/printable.ts";
import { cellText, medianText } from "./cells.ts";
import { hostText, loadText } from "./facts.ts";
import { metricOf } from "./figures.ts";
import { matrixFigures, survivedRule } from "./matrix-figures.ts";
import { type MatrixNote, notesOf, struck } from "./matrix-notes.ts";
import type { MatrixCell, MatrixResult } from "./matrix-result.ts";
import { rowsOf } from "./standings.ts";

export type Survived = "yes" | "no" | "unknown" | "invalid" | "not possible";

export interface MatrixViewCell {
  survived: Survived;
  /** Figures in the order of `figures`, with their range, and without; none where nothing was measured. */
  figures: string[];
  medians: string[];
}

/** A matrix in words, for every renderer; nothing in it is escaped. */
export interface MatrixView {
  title: string;
  stages: string[];
  figures: { title: string; means: string }[];
  faults: { label: string; cells: MatrixViewCell[] }[];
  rule: string;
  notes: MatrixNote[];
  facts: [string, string][];
}

function survivedOf({ state, survived }: MatrixCell): Survived {
  if (state !== "measured") return state === "invalid" ? "invalid" : "not possible";
  return survived === null ? "unknown" : survived ? "yes" : "no";
}

/** Sorts a matrix into what is shown. */
export function matrixView(result: MatrixResult): MatrixView {
  const { stages, faults, cells } = result;
  const rowsByFigure = matrixFigures.map((figure) => rowsOf(result.rows, figure));
  const viewOf = (stage: string, fault: string): MatrixViewCell => {
    const cell = cells.find((one) => one.stage === stage && one.fault === fault)!;
    if (cell.state !== "measured") return { survived: survivedOf(cell), figures: [], medians: [] };
    const own = rowsByFigure.map((rows) =>
      rows.find((row) => "fault" in row && row.stage === stage && row.fault === fault),
    );
    return { survived: survivedOf(cell), figures: own.map(cellText), medians: own.map(medianText) };
  };
  const many = (count: number, what: string) => `${count} ${what}${count === 1 ? "" : "s"}`;
  return {
    title: `${many(faults.length, "fault")} on ${many(stages.length, "stage")}`,
    stages,
    figures: matrixFigures.map((figure) => ({ title: figure.title, means: metricOf(figure).means })),
    faults: faults.map((label) => ({ label, cells: stages.map((stage) => viewOf(stage, label)) })),
    rule: survivedRule,
    notes: notesOf(result),
    facts: factsOf(result),
  };
}

function factsOf(result: MatrixResult): [string, string][] {
  const { workload, host, seed, version, matrix, dir, repeats } = result;
  const facts: [string, string][] = [
    ["load", loadText(workload.load, workload.phases)],
    ["struck", struck(result).join("; ")],
    ["repeats", `${formatValue(repeats, "count", "en")}; each on a stage that came up fresh`],
    ["host", hostText(host)],
    ["seed", `${seed}; version ${version}; matrix ${matrix}`],
    ["record", dir],
  ];
  return facts.map(([name, text]) => [name, printableLine(text)]);
}
