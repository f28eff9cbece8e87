import { join } from "node:path";
import type { BenchResult } from "../compare/result.ts";
import { compareRows, unsoundRepeats } from "../compare/rows.ts";
import { standingsOf } from "../compare/standings.ts";
import type { BenchWorkload } from "../model/bench.ts";
import type { Stage } from "../model/stage.ts";
import { benchParts, benchPlan, benchWorkload } from "../plan/bench-plan.ts";
import type { BenchedPart } from "./bench-index.ts";
import { benchStages } from "./bench-stages.ts";
import { emptyIndex, indexDir } from "./part-index.ts";
import { type PreparedStage, prepareStages, termsOf } from "./part-prepare.ts";
import { isAccident } from "./part-resume.ts";
import { runsDir } from "./run-folder.ts";
import { measureDue, type Series, type SeriesOptions, standingParts } from "./series.ts";
import type { AppContext } from "./session.ts";

export interface BenchOptions extends SeriesOptions {
  /** `name` or `name/variant`; every stage's base form when empty. */
  stages: readonly string[];
  repeats: number;
  /** Requests a second of the open loop. */
  ratePerS: number;
  quick: boolean;
  seed: string;
}

/** A stage's standard fault in words. */
function faultOf({ standardFault }: Stage): { fault?: string } {
  return standardFault ? { fault: `${standardFault.kind} ${standardFault.target}` } : {};
}

function benchSeries(root: string, options: BenchOptions): Series<BenchedPart, BenchWorkload> {
  const workload = benchWorkload(options);
  return {
    name: "bench",
    index: emptyIndex(termsOf(root, workload, options.seed), options.quick),
    title: ({ stage, repeat }) => `${stage}, repeat ${repeat + 1}`,
    same: (a, b) => a.stage === b.stage && a.repeat === b.repeat,
    spoils: isAccident,
    plan: ({ repeat }, { stage }, how) => benchPlan(stage, repeat, workload, how),
  };
}

/** Rounds of repeats over all stages. */
function wantedParts(prepared: readonly PreparedStage[], repeats: number) {
  const words = prepared.map((one) => one.words);
  return benchParts(words, repeats).map((part) => {
    const on = prepared.find((one) => one.words === part.stage)!;
    return { part: { ...part, ...faultOf(on.stage) }, on };
  });
}

/**
 * The same seeded workload on several stages, interleaved by repeat, with spread. Each part is a run of its own;
 * what an earlier bench of the same terms finished is taken from there. Throws when it was stopped: the same call
 * then goes on with what is not finished.
 */
export async function bench(context: AppContext, options: BenchOptions): Promise<BenchResult> {
  const from = Date.now();
  const { root } = context;
  const stages = await benchStages(root, options.stages);
  const series = benchSeries(root, options);
  const { key, terms } = series.index;
  const { prepared, host } = await prepareStages(context, stages);
  const parts = standingParts(context, series, wantedParts(prepared, options.repeats), options.fresh);
  const done = await measureDue(context, series, parts, options);
  const compared = prepared.map(({ words, stage }) => ({ stage: words, ...faultOf(stage) }));
  const rows = compareRows(compared, done);
  return {
    bench: key,
    dir: indexDir(root, "bench", key),
    version: terms.version,
    seed: options.seed,
    quick: options.quick,
    workload: terms.workload,
    host,
    stages: compared.map(({ stage, fault }) => ({ stage, fault: fault ?? null, repeats: options.repeats })),
    rows,
    standings: standingsOf(rows),
    unsound: unsoundRepeats(done),
    parts: done.map(({ stage, repeat, run }, at) => ({
      ...{ stage, repeat, run },
      runDir: join(runsDir(root), run),
      before: parts[at]!.finished !== undefined,
    })),
    durationS: Math.round((Date.now() - from) / 100) / 10,
  };
}
