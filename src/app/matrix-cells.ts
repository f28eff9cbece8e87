import type { PlannedCell } from "../compare/matrix-result.ts";
import type { AskedFault, MatrixPart, MatrixWorkload } from "../model/matrix.ts";
import { cellPlan, matrixParts } from "../plan/matrix-plan.ts";
import { strikeOn } from "../plan/matrix-strike.ts";
import type { PreparedStage } from "./part-prepare.ts";
import { type Doubt, isAccident } from "./part-resume.ts";
import type { Series } from "./series.ts";

/** Every cell of a matrix: where its fault strikes, or why it cannot be had on this engine or this stage. */
export function plannedCells(
  prepared: readonly PreparedStage[],
  faults: readonly AskedFault[],
  impossible: (kind: string) => string | undefined,
): PlannedCell[] {
  return faults.flatMap((fault) => {
    const reason = impossible(fault.kind);
    return prepared.map(({ stage, words }): PlannedCell => {
      const of = { stage: words, fault: fault.label };
      const strike = strikeOn(stage, fault);
      if (reason !== undefined) return { ...of, reason };
      return "reason" in strike ? { ...of, reason: strike.reason } : { ...of, strike };
    });
  });
}

/** The parts that have to be measured for these cells. */
export function wantedParts(
  cells: readonly PlannedCell[],
  prepared: readonly PreparedStage[],
  faults: readonly AskedFault[],
  repeats: number,
): { part: MatrixPart; on: PreparedStage }[] {
  const labels = faults.map(({ label }) => label);
  const stages = prepared.map(({ words }) => words);
  return matrixParts(labels, stages, repeats).flatMap((part) => {
    const cell = cells.find((one) => one.stage === part.stage && one.fault === part.fault);
    const on = prepared.find(({ words }) => words === part.stage);
    return cell?.strike && on ? [{ part, on }] : [];
  });
}

/**
 * True for an accident that touches more than p99 or the time before the fault: a cell is not measured again because
 * the machine was busy.
 */
export function spoilsCell(doubt: Doubt): boolean {
  const beforeOnly = doubt.phases?.every((phase) => phase === "baseline") ?? false;
  return isAccident(doubt) && !doubt.capacityOnly && !beforeOnly;
}

/** How a matrix measures its parts. */
export function matrixSeries(
  index: Series<MatrixPart, MatrixWorkload>["index"],
  faults: readonly AskedFault[],
): Series<MatrixPart, MatrixWorkload> {
  return {
    name: "matrix",
    index,
    title: ({ stage, fault, repeat }) => `${fault} on ${stage}, repeat ${repeat + 1}`,
    same: (a, b) => a.stage === b.stage && a.fault === b.fault && a.repeat === b.repeat,
    spoils: spoilsCell,
    plan(part, { stage }, how) {
      const fault = faults.find(({ label }) => label === part.fault)!;
      const strike = strikeOn(stage, fault);
      if ("reason" in strike) throw new Error(`${part.fault} was not to be measured on ${part.stage}`);
      return cellPlan(stage, part, { kind: fault.kind, ...strike }, index.terms.workload, how);
    },
  };
}
