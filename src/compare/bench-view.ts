import { formatValue } from "../text/numbers.ts";
import { printableLine } from "../text/printable.ts";
import { cellText } from "./cells.ts";
import { hostText, loadText } from "./facts.ts";
import { comparedFigures, metricOf } from "./figures.ts";
import type { BenchResult } from "./result.ts";
import { rowsOf } from "./standings.ts";

export interface ViewCell {
  text: string;
  /** Clearly ahead of all others, or ahead with no clear difference to others that are. */
  mark: "" | "ahead" | "level";
}

/** A bench's result in words, for every renderer; nothing in it is escaped. */
export interface BenchView {
  title: string;
  stages: string[];
  lines: { title: string; means: string; cells: ViewCell[]; says: string }[];
  /** Why figures are missing or rest on fewer repeats. */
  notes: string[];
  unsound: string[];
  facts: [string, string][];
}

/** Figures that no stage was able to yield are left out; the notes still say why. */
export function benchView(result: BenchResult): BenchView {
  const stages = result.stages.map(({ stage }) => stage);
  const lines = comparedFigures.map((figure, index) => {
    const rows = rowsOf(result.rows, figure);
    const standing = result.standings[index];
    const cells = stages.map((stage): ViewCell => {
      const ahead = standing?.ahead.includes(stage) && standing.ahead.length < stages.length;
      const mark = !ahead ? "" : standing?.judgement === "better" ? "ahead" : "level";
      return { text: cellText(rows.find((row) => row.stage === stage)), mark };
    });
    return {
      figure,
      empty: rows.every((row) => row.median === null),
      line: { title: figure.title, means: metricOf(figure).means, cells, says: standing?.says ?? "" },
    };
  });
  return {
    title: `Bench of ${stages.length} ${stages.length === 1 ? "stage" : "stages"}`,
    stages,
    lines: lines.filter(({ empty }) => !empty).map(({ line }) => line),
    notes: notesOf(result),
    unsound: result.unsound.map(({ stage, repeat, step, text, capacityOnly }) =>
      printableLine(
        `${stage}, repeat ${repeat + 1}, ${step}: ${text}${capacityOnly ? " (touches capacity figures only)" : ""}`,
      ),
    ),
    facts: factsOf(result),
  };
}

// The same reason usually takes several figures of a stage: said once, with the figures it concerns.
function notesOf({ rows }: BenchResult): string[] {
  const byReason = new Map<string, string[]>();
  for (const figure of comparedFigures) {
    for (const row of rowsOf(rows, figure)) {
      if (row.reason === undefined) continue;
      const said = `${row.stage}: ${row.reason}`;
      byReason.set(said, [...(byReason.get(said) ?? []), figure.title]);
    }
  }
  return [...byReason].map(([said, figures]) => printableLine(`${said} (${figures.join(", ")})`));
}

function factsOf(result: BenchResult): [string, string][] {
  const { workload, host, seed, version, bench, dir, stages } = result;
  const { knee, equalRate, phases } = workload;
  const { p99Ms, errorRatio } = knee.stopAt;
  const faults = stages.flatMap(({ stage, fault }) => (fault === null ? [] : [`${stage}: ${fault}`]));
  return [
    [
      "knee",
      `more and more connections to ${knee.path} until p99 > ${formatValue(p99Ms, "ms", "en")} or errors > ${formatValue(errorRatio, "ratio", "en")}`,
    ],
    ["equal rate", loadText(equalRate, phases)],
    ...(faults.length > 0 ? [["standard fault", faults.join("; ")] as [string, string]] : []),
    ["repeats", stages.map(({ stage, repeats }) => `${stage}: ${repeats}`).join("; ")],
    ["host", hostText(host)],
    ["seed", `${seed}; version ${version}; bench ${bench}`],
    ["record", dir],
  ].map(([name, text]) => [name!, printableLine(text!)]);
}

/** How the marks of a table read. */
export const legend =
  "median (smallest–largest of the repeats); * clearly ahead of all others, ~ ahead, but its range overlaps with others'";
