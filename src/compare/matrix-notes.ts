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

/** What is said of several things is said once, with all of them. */
function grouped(said: readonly Said[]): string[] {
  const groups = new Map<string, Set<string>>();
  for (const { text, of } of said) groups.set(text, (groups.get(text) ?? new Set()).add(of));
  return [...groups].map(([text, of]) => printableLine(`${[...of].join(", ")}: ${text}`));
}

const mostNamed = 4;
const withoutFigures = (text: string): string => text.replace(/\d+([.,]\d+)*/g, "#");

/** The same for what comes by the dozen: texts that differ in figures only are one, and not everything is named. */
function summed(said: readonly Said[]): string[] {
  const groups = new Map<string, Said[]>();
  for (const one of said) {
    const alike = withoutFigures(one.text);
    groups.set(alike, [...(groups.get(alike) ?? []), one]);
  }
  return [...groups.values()].map((group) => {
    const of = [...new Set(group.map((one) => one.of))];
    const more = of.length > mostNamed ? ` and ${of.length - mostNamed} more` : "";
    const such = new Set(group.map(({ text }) => text)).size > 1 ? "such as: " : "";
    return printableLine(`${of.slice(0, mostNamed).join(", ")}${more}: ${such}${group[0]!.text}`);
  });
}

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
  const known = cells.flatMap(({ reasons }) => reasons).join("\n");
  const doubts = unsound.filter(({ text }) => !known.includes(text));
  const lacking = matrixFigures.flatMap((figure) =>
    rowsOf(rows, figure).flatMap(({ stage, fault, reason }) => {
      const said =
        reason === undefined || known.includes(reason) || unsound.some(({ text }) => reason.includes(text));
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
    { title: "Figures that could not be had", points: summed(lacking) },
    {
      title: "Not sound",
      points: summed(
        doubts.map(({ text, fault, stage, repeat, capacityOnly }) => ({
          text: capacityOnly ? `${text} (touches p99 only)` : text,
          of: `${fault} on ${stage}${repeats > 1 ? ` (repeat ${repeat + 1})` : ""}`,
        })),
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
