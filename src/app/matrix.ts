import { join } from "node:path";
import { cellOf, matrixRows, unsoundCells } from "../compare/matrix-cells.ts";
import { survivedRule } from "../compare/matrix-figures.ts";
import type { MatrixResult } from "../compare/matrix-result.ts";
import { impossibleHere, faults as knownFaults } from "../faults/registry.ts";
import type { MatrixPart, MatrixWorkload } from "../model/matrix.ts";
import { defaultFaults, readFaults } from "../plan/matrix-faults.ts";
import { matrixWorkload } from "../plan/matrix-plan.ts";
import { abilitiesOf } from "./abilities.ts";
import { benchStages } from "./bench-stages.ts";
import { matrixSeries, plannedCells, wantedParts } from "./matrix-cells.ts";
import { emptyIndex, indexDir } from "./part-index.ts";
import { prepareStages, termsOf } from "./part-prepare.ts";
import { runsDir } from "./run-folder.ts";
import { measureDue, type SeriesOptions, standingParts } from "./series.ts";
import type { AppContext } from "./session.ts";

export interface MatrixOptions extends SeriesOptions {
  /** `name` or `name/variant`; every stage's base form when empty. */
  stages: readonly string[];
  /** `kind` or `kind:param=value,…`, with commas between; every kind that can be had here when left out. */
  faults?: string;
  repeats: number;
  /** Requests a second of the open loop. */
  ratePerS: number;
  quick: boolean;
  seed: string;
}

/**
 * Every fault on every stage, each cell a run of its own on a stage that came up fresh. What an earlier matrix of
 * the same terms finished is taken from there. Throws when it was stopped: the same call then goes on with what is
 * not finished.
 */
export async function matrix(context: AppContext, options: MatrixOptions): Promise<MatrixResult> {
  const from = Date.now();
  const { root } = context;
  const stages = await benchStages(root, options.stages);
  const asked = options.faults === undefined ? undefined : readFaults(options.faults);
  const terms = termsOf(root, matrixWorkload(options), options.seed);
  const index = emptyIndex<MatrixPart, MatrixWorkload>(terms, options.quick);
  const { prepared, host, session, images } = await prepareStages(context, stages);
  const tools = images.find(({ name }) => name === "tools")!;
  const abilities = await abilitiesOf(session, tools.ref, context);
  const impossible = (kind: string) => impossibleHere(kind, abilities);
  const { faults, leftOut } = asked
    ? { faults: asked, leftOut: [] }
    : defaultFaults((kind) => knownFaults.has(kind), impossible);
  const cells = plannedCells(prepared, faults, impossible);
  const series = matrixSeries(index, faults);
  const wanted = wantedParts(cells, prepared, faults, options.repeats);
  const parts = standingParts(context, series, wanted, options.fresh);
  const done = await measureDue(context, series, parts, options);
  return {
    matrix: index.key,
    dir: indexDir(root, "matrix", index.key),
    version: terms.version,
    seed: options.seed,
    quick: options.quick,
    rule: survivedRule,
    workload: terms.workload,
    host,
    stages: prepared.map(({ words }) => words),
    faults: faults.map(({ label }) => label),
    repeats: options.repeats,
    rows: matrixRows(cells, done),
    cells: cells.map((cell) => cellOf(cell, done)),
    leftOut,
    unsound: unsoundCells(done),
    parts: done.map(({ stage, fault, repeat, run }, at) => ({
      ...{ stage, fault, repeat, run },
      runDir: join(runsDir(root), run),
      before: parts[at]!.finished !== undefined,
    })),
    durationS: Math.round((Date.now() - from) / 100) / 10,
  };
}
