import { join } from "node:path";
import type { BenchResult } from "../compare/result.ts";
import { compareRows, type MeasuredPart, unsoundRepeats } from "../compare/rows.ts";
import { standingsOf } from "../compare/standings.ts";
import type { BenchPart } from "../model/bench.ts";
import type { Plan } from "../model/plan.ts";
import { benchParts, partPlan } from "../plan/bench-plan.ts";
import type { OnAction } from "../run/run-plan.ts";
import { type BenchIndex, benchDir, forgetStages, readIndex, readPart, recordPart } from "./bench-index.ts";
import { measurePart } from "./bench-part.ts";
import { type BenchedStage, emptyIndex, prepareBench } from "./bench-prepare.ts";
import { decidePart } from "./bench-resume.ts";
import { benchStages } from "./bench-stages.ts";
import { newRunId, runsDir } from "./run-folder.ts";
import type { AppContext } from "./session.ts";

export interface BenchOptions {
  /** `name` or `name/variant`; every stage's base form when empty. */
  stages: readonly string[];
  repeats: number;
  /** Requests a second of the open loop. */
  ratePerS: number;
  quick: boolean;
  seed: string;
  /** Measure everything anew. */
  fresh: boolean;
  /** Told of each part that is about to be measured, and of its actions. */
  onPart?: (part: BenchPart, at: number, of: number, plan: Plan) => void;
  onAction?: OnAction;
}

/** A part with what is known of it before the bench goes on. */
interface Standing {
  part: BenchPart;
  on: BenchedStage;
  /** From an earlier bench of the same terms. */
  finished?: MeasuredPart;
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
  const index = emptyIndex(root, options, options.seed);
  const { benched, host } = await prepareBench(context, stages);
  const words = benched.map((one) => one.words);
  if (options.fresh) forgetStages(root, index.key, words);
  const parts = standingParts(context, index, benched, options.repeats);
  const done = await measureDue(context, index, parts, options);
  const compared = benched.map(({ words: stage, fault }) => ({
    stage,
    ...(fault !== undefined && { fault }),
  }));
  const rows = compareRows(compared, done);
  return {
    bench: index.key,
    dir: benchDir(root, index.key),
    version: index.terms.version,
    seed: options.seed,
    quick: options.quick,
    workload: index.terms.workload,
    host,
    stages: compared.map(({ stage, fault }) => ({ stage, fault: fault ?? null, repeats: options.repeats })),
    rows,
    standings: standingsOf(rows),
    unsound: unsoundRepeats(done),
    parts: parts.map(({ part, finished }, at) => {
      const { run } = done[at]!;
      return { ...part, run, runDir: join(runsDir(root), run), before: finished !== undefined };
    }),
    durationS: Math.round((Date.now() - from) / 100) / 10,
  };
}

/** Which parts are finished already; says which, and why the others are not. */
function standingParts(
  { root, say }: AppContext,
  { key }: BenchIndex,
  benched: readonly BenchedStage[],
  repeats: number,
): Standing[] {
  const index = readIndex(root, key);
  const words = benched.map((one) => one.words);
  const parts = benchParts(words, repeats).map((part): Standing => {
    const on = benched.find((one) => one.words === part.stage)!;
    const entry = index?.parts.find((one) => one.stage === part.stage && one.repeat === part.repeat);
    const record = entry && readPart(root, entry.run);
    const decision = decidePart(record && { identity: entry.identity, record }, on.identity);
    const name = `${part.stage}, repeat ${part.repeat + 1}`;
    if (!decision.take || !entry || !record?.measurements) {
      if (index && !decision.take) say(`${name}: will be measured: ${decision.why}`);
      return { part, on };
    }
    say(`${name}: taken from before (run ${entry.run})`);
    return { part, on, finished: { ...part, run: entry.run, measurements: record.measurements } };
  });
  const due = parts.filter(({ finished }) => !finished).length;
  say(`bench ${key}: ${due} of ${parts.length} parts to measure`);
  return parts;
}

/** Measures what is not finished; each part is on record as soon as it is. */
async function measureDue(
  context: AppContext,
  index: BenchIndex,
  parts: readonly Standing[],
  { seed, quick, fresh, onPart, onAction }: BenchOptions,
): Promise<MeasuredPart[]> {
  const due = parts.filter(({ finished }) => !finished);
  const done: MeasuredPart[] = [];
  for (const standing of parts) {
    const { part, on, finished } = standing;
    if (finished) {
      done.push(finished);
      continue;
    }
    context.signal.throwIfAborted();
    const now = new Date();
    const run = newRunId(now);
    const how = { run, seed, quick, createdAt: now.toISOString() };
    const plan = partPlan(on.stage, part.repeat, index.terms.workload, how);
    onPart?.(part, due.indexOf(standing) + 1, due.length, plan);
    try {
      const { entry, measurements } = await measurePart(context, plan, { part, on }, onAction);
      recordPart(context.root, index, entry);
      done.push({ ...part, run, measurements });
    } catch (thrown) {
      const left = parts.filter((one) => one.finished).length + due.indexOf(standing);
      const again = fresh ? "the same command without --fresh" : "the same command";
      context.say(`${left} of ${parts.length} parts are finished and kept: ${again} goes on from there`);
      throw thrown;
    }
  }
  return done;
}
