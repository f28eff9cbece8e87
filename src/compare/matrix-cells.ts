import { formatFigure, formatValue } from "../text/numbers.ts";
import { decisive, matrixFigures, survivableShare } from "./matrix-figures.ts";
import type { MatrixCell, MatrixResult, MeasuredCell, PlannedCell } from "./matrix-result.ts";
import { figureRow, reasonText, unsoundRepeats, usable } from "./rows.ts";

/** What one repeat says: all that speaks against survival, and all that could not be seen. */
interface Judged {
  repeat: number;
  sound: boolean;
  against: string[];
  unknown: string[];
}

function judgeRepeat(part: MeasuredCell): Judged {
  const [failed, recovered, lost] = [decisive.failed, decisive.recovered, decisive.writesLost].map((figure) =>
    usable(part, figure, true),
  );
  const against: string[] = [];
  if (failed?.state === "used" && failed.value.value > survivableShare) {
    against.push(`${formatValue(failed.value.value, "ratio", "en")} of requests failed in the fault`);
  }
  if (recovered?.state === "used" && recovered.value.atLeast) {
    const bound = formatFigure({ value: recovered.value.value, unit: "s", atLeast: true }, "en");
    against.push(`errors went on after the fault was taken away (${bound})`);
  }
  if (lost?.state === "used" && lost.value.value > 0) {
    against.push(`${formatValue(lost.value.value, "count", "en")} acknowledged writes are gone`);
  }
  const unknown = [failed, recovered, lost].flatMap((one) => (one?.state === "left-out" ? [one.reason] : []));
  return { repeat: part.repeat, sound: failed?.state === "used", against, unknown: [...new Set(unknown)] };
}

const told = (judged: readonly Judged[], what: "against" | "unknown"): string[] => {
  const all = judged.flatMap((one) => one[what].map((reason) => ({ repeat: one.repeat, reason })));
  const text = reasonText(all, judged.length);
  return text === "" ? [] : [text];
};

function verdictOf(judged: readonly Judged[]): Pick<MatrixCell, "state" | "survived" | "reasons"> {
  const sound = judged.filter((one) => one.sound);
  if (sound.length === 0) return { state: "invalid", survived: null, reasons: told(judged, "unknown") };
  const against = told(sound, "against");
  const unknown = told(sound, "unknown");
  // one bad repeat is enough to fall; to survive, everything must have been seen
  const survived = against.length > 0 ? false : unknown.length > 0 ? null : true;
  return { state: "measured", survived, reasons: [...against, ...unknown] };
}

/** Judges one cell by its runs, those of other cells excluded. */
export function cellOf(
  { stage, fault, strike, reason }: PlannedCell,
  parts: readonly MeasuredCell[],
): MatrixCell {
  const own = parts.filter((part) => part.stage === stage && part.fault === fault);
  const of = { stage, fault, target: strike?.target ?? null, params: strike?.params ?? {} };
  const refused = own.flatMap(({ measurements }) => measurements.impossible ?? []).map(({ text }) => text);
  const possible = own.filter(({ measurements }) => measurements.impossible === undefined);
  if (reason !== undefined || (possible.length === 0 && refused.length > 0)) {
    const reasons = reason !== undefined ? [reason] : [...new Set(refused)];
    return { ...of, state: "not-possible", survived: null, reasons, repeats: 0, of: own.length };
  }
  const judged = possible.map(judgeRepeat);
  return { ...of, ...verdictOf(judged), repeats: judged.filter((one) => one.sound).length, of: own.length };
}

/** One row for each cell and figure; cells that are not possible have rows without value, with the reason. */
export function matrixRows(
  planned: readonly PlannedCell[],
  parts: readonly MeasuredCell[],
): MatrixResult["rows"] {
  return matrixFigures.flatMap((figure) =>
    planned.map(({ stage, fault, reason }) => {
      const own = parts.filter((part) => part.stage === stage && part.fault === fault);
      const row = { ...figureRow({ stage, fault }, own, figure), fault };
      return reason === undefined ? row : { ...row, reason };
    }),
  );
}

/** Every reason not to trust a run of the matrix. */
export function unsoundCells(parts: readonly MeasuredCell[]): MatrixResult["unsound"] {
  return parts.flatMap((part) => unsoundRepeats([part]).map((one) => ({ ...one, fault: part.fault })));
}

/** True when every cell has figures, or a reason why it cannot have any. */
export function everyCellTold({ cells }: Pick<MatrixResult, "cells">): boolean {
  return cells.every(({ state }) => state !== "invalid");
}
