import { printableLine } from "../text/printable.ts";
import { matrixFigures } from "./matrix-figures.ts";
import type { MatrixCell, MatrixResult } from "./matrix-result.ts";
import { rowsOf } from "./standings.ts";

/** A heading and its points. */
export interface MatrixNote {
  title: string;
  points: string[];
}

interface Said {
  text: string;
  /** What it is said of. */
  of: string;
}

/** What is said of several things is said once, with all of them; texts that differ in figures only are one. */
function grouped(said: readonly Said[], alike = (text: string) => text): string[] {
  const groups = new Map<string, { texts: Set<string>; of: Set<string> }>();
  for (const { text, of } of said) {
    const group = groups.get(alike(text)) ?? { texts: new Set(), of: new Set() };
    group.texts.add(text);
    group.of.add(of);
    groups.set(alike(text), group);
  }
  return [...groups.values()].map(({ texts, of }) => {
    const [first] = texts;
    return printableLine(`${[...of].join(", ")}: ${texts.size > 1 ? "such as: " : ""}${first}`);
  });
}

const withoutFigures = (text: string): string => text.replace(/\d+([.,]\d+)*/g, "#");

/** What there is to say beside the figures of a matrix. */
export function notesOf({ cells, rows, leftOut, unsound, repeats }: MatrixResult): MatrixNote[] {
  const because = (which: (cell: MatrixCell) => boolean) =>
    grouped(
      cells
        .filter(which)
        .flatMap(({ fault, stage, reasons }) =>
          reasons.map((text) => ({ text, of: `${fault} on ${stage}` })),
        ),
    );
  const known = cells.flatMap(({ reasons }) => reasons);
  const doubts = unsound.map(({ text }) => text);
  const lacking = matrixFigures.flatMap((figure) =>
    rowsOf(rows, figure).flatMap(({ stage, fault, reason }) => {
      const said = reason === undefined || [...known, ...doubts].some((text) => reason.includes(text));
      return said ? [] : [{ text: reason, of: `${figure.title}, ${fault} on ${stage}` }];
    }),
  );
  return [
    { title: "Not possible", points: because((cell) => cell.state === "not-possible") },
    { title: "Invalid", points: because((cell) => cell.state === "invalid") },
    {
      title: "Unknown",
      points: because((cell) => cell.state === "measured" && cell.survived === null),
    },
    { title: "Left out", points: grouped(leftOut.map(({ fault, reason }) => ({ text: reason, of: fault }))) },
    { title: "Figures that could not be had", points: grouped(lacking, withoutFigures) },
    {
      title: "Not sound",
      points: grouped(
        unsound.map(({ text, fault, stage, repeat, capacityOnly }) => ({
          text: capacityOnly ? `${text} (touches p99 only)` : text,
          of: `${fault} on ${stage}${repeats > 1 ? ` (repeat ${repeat + 1})` : ""}`,
        })),
        withoutFigures,
      ),
    },
  ].filter(({ points }) => points.length > 0);
}

/** Which server each fault strikes; faults that strike alike are named together. */
export function struck({ cells, faults }: MatrixResult): string[] {
  return grouped(
    faults.map((fault) => {
      const strikes = cells.flatMap((cell) => {
        if (cell.fault !== fault || cell.target === null) return [];
        const given = Object.entries(cell.params).filter(([name]) => !fault.includes(`${name}=`));
        const more = given.map(([name, value]) => `${name}=${value}`).join(", ");
        return [`${cell.target} on ${cell.stage}${more ? ` (${more})` : ""}`];
      });
      return { text: strikes.length > 0 ? strikes.join(", ") : "nothing", of: fault };
    }),
  );
}
