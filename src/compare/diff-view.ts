import { formatNumber } from "../text/numbers.ts";
import { printable, printableLine } from "../text/printable.ts";
import { cellText } from "./cells.ts";
import type { Change } from "./changes.ts";
import type { Comparison, DiffResult } from "./diff-result.ts";
import { comparedFigures } from "./figures.ts";
import { fewestRepeats, type Judgement } from "./judgement.ts";
import { rowsOf } from "./standings.ts";

/** A difference of two stages in words, for every renderer; nothing in it is escaped. */
export interface DiffView {
  title: string;
  /** The answer to "is it better?", a line each. */
  answers: string[];
  /** Figure, first stage, second stage, how the second stands to the first. */
  figures: { title: string; a: string; b: string; stands: string; judgement: Judgement }[];
  notes: string[];
  topology: string[];
  definitions: { title: string; diff: string }[];
}

export const judgementWords: Record<Judgement, string> = {
  better: "better",
  worse: "worse",
  same: "the same",
  "no-clear-difference": "no clear difference",
  "too-few-repeats": "too few repeats to tell",
  "not-measured": "not measured on both",
};

/** Sorts what `diff` found into what is shown, and answers whether the second stage is better. */
export function diffView(result: DiffResult): DiffView {
  const { a, b, changes, comparisons, rows } = result;
  const figures = comparisons.flatMap((one, index) => {
    const own = rowsOf(rows, comparedFigures[index]!);
    const [first, second] = [a, b].map((stage) => own.find((row) => row.stage === stage));
    if ((first?.median ?? null) === null && (second?.median ?? null) === null) return [];
    return [
      {
        title: one.title,
        a: cellText(first),
        b: cellText(second),
        stands: standsText(one),
        judgement: one.judgement,
      },
    ];
  });
  const left = rows.flatMap((row) => (row.reason === undefined ? [] : [`${row.stage}: ${row.reason}`]));
  return {
    title: `From ${a} to ${b}`,
    answers: result.bench === null ? [] : answersOf(b, comparisons),
    figures,
    notes: [
      ...(result.reason === undefined ? [] : [result.reason]),
      ...(result.next === undefined ? [] : [`next: ${result.next}`]),
      ...new Set(left.map(printableLine)),
    ],
    topology: changes.filter((one) => isTopology(one)).map(topologyText),
    definitions: changes.flatMap((one) =>
      one.diff === undefined
        ? []
        : [{ title: `${one.kind} ${one.name} ${one.change}`, diff: printable(one.diff) }],
    ),
  };
}

function standsText({ judgement, times }: Comparison): string {
  const words = judgementWords[judgement];
  if ((judgement !== "better" && judgement !== "worse") || times === null || times === 0) return words;
  return `${words} (${formatNumber(times, "en")} times)`;
}

function answersOf(b: string, comparisons: readonly Comparison[]): string[] {
  const titles = (judgement: Judgement) =>
    comparisons.filter((one) => one.judgement === judgement).map((one) => one.title);
  const said = (["better", "worse", "same", "no-clear-difference"] as const).flatMap((judgement) => {
    const names = titles(judgement);
    return names.length > 0 ? [`${judgementWords[judgement]}: ${names.join(", ")}`] : [];
  });
  const few = titles("too-few-repeats").length;
  return [
    ...said.map((line) => `${b} is ${line}`.replace(" is no clear", ": no clear")),
    ...(few > 0
      ? [`${few} figures rest on too few repeats to tell (${fewestRepeats} on both stages are needed)`]
      : []),
  ];
}

/** A service that only changed inside is a matter of its definition. */
function isTopology({ kind, change }: Change): boolean {
  return change !== "changed" || !["service", "config", "volume"].includes(kind);
}

const signs = { added: "+", removed: "-", changed: "~" } as const;

function topologyText({ kind, change, name, before, after }: Change): string {
  const what = name === kind || kind === "fault" ? name : `${kind} ${name}`;
  const sides = [before, after].filter((side) => side !== undefined).join(" -> ");
  return printableLine(`${signs[change]} ${what}${sides ? `: ${sides}` : ""}`);
}
