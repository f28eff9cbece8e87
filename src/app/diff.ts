import { changesBetween } from "../compare/changes.ts";
import { renderDiffMarkdown } from "../compare/diff-markdown.ts";
import { comparisonsOf, type DiffResult } from "../compare/diff-result.ts";
import { renderDiffTerminal } from "../compare/diff-terminal.ts";
import { compareRows, type MeasuredPart, unsoundRepeats } from "../compare/rows.ts";
import { LabError } from "../model/errors.ts";
import { stageWords } from "../plan/part-plan.ts";
import { hashOf, stageConfig } from "./bench-config.ts";
import { readBenches } from "./bench-index.ts";
import { benchStages } from "./bench-stages.ts";
import { type BenchSide, latestWithBoth } from "./diff-bench.ts";
import { readPart } from "./part-index.ts";
import { type AppContext, openRunningSession } from "./session.ts";

/** A difference as text, by the name of its form. */
export const diffForms: Record<
  "terminal" | "markdown",
  (result: DiffResult, options: { colour: boolean; width?: number }) => string
> = {
  terminal: renderDiffTerminal,
  markdown: (result) => renderDiffMarkdown(result),
};

/** The two stages in words; throws LabError("usage") when they are one. */
export async function diffStages(root: string, words: readonly [string, string]) {
  const [a, b] = await benchStages(root, words);
  if (a && b) return [a, b] as const;
  throw new LabError("usage", `${words[0]} and ${words[1]} are the same stage`, {
    next: "name two stages, or a stage and one of its variants",
  });
}

/**
 * What changed from one stage to another, beside what was measured of both. Needs an engine's CLI but no images;
 * the figures come from the bench called `bench`, or from the latest that has both stages as they are now.
 */
export async function diff(
  context: AppContext,
  words: readonly [string, string],
  bench?: string,
): Promise<DiffResult> {
  const { root } = context;
  const stages = await diffStages(root, words);
  const { access } = await openRunningSession(context);
  const [configA, configB] = [
    await stageConfig(access, stages[0], root),
    await stageConfig(access, stages[1], root),
  ];
  const sides: [BenchSide, BenchSide] = [
    { stage: stageWords(stages[0]), hash: hashOf(configA) },
    { stage: stageWords(stages[1]), hash: hashOf(configB) },
  ];
  const [a, b] = [sides[0].stage, sides[1].stage];
  const changes = changesBetween(configA, configB);
  const indexes = readBenches(root).filter(({ key }) => bench === undefined || key === bench);
  const found = latestWithBoth(indexes, sides, (run) => readPart(root, run));
  if ("reason" in found) {
    const next = `./lab diff ${a} ${b} --measure, or ./lab bench ${a} ${b}`;
    return { a, b, changes, bench: null, rows: [], comparisons: [], unsound: [], reason: found.reason, next };
  }
  const compared = sides.map(({ stage }) => {
    const fault = found.parts.find((part) => part.stage === stage)?.fault;
    return { stage, ...(fault !== undefined && { fault }) };
  });
  const measured: MeasuredPart[] = found.parts;
  const rows = compareRows(compared, measured).map((row) => ({ ...row, run: `bench-${found.key}` }));
  return {
    a,
    b,
    changes,
    bench: found.key,
    rows,
    comparisons: comparisonsOf(rows, a, b),
    unsound: unsoundRepeats(measured),
  };
}
