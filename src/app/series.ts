import type { BenchPart } from "../model/bench.ts";
import type { Measurements } from "../model/measurement.ts";
import type { Plan } from "../model/plan.ts";
import type { OnAction } from "../run/run-plan.ts";
import {
  forgetParts,
  type PartIndex,
  readIndex,
  readPart,
  recordPart,
  type SeriesName,
} from "./part-index.ts";
import type { PreparedStage } from "./part-prepare.ts";
import { type Doubt, decidePart } from "./part-resume.ts";
import { measurePart } from "./part-run.ts";
import { newRunId } from "./run-folder.ts";
import type { AppContext } from "./session.ts";

/** Measured parts that belong together: each is a run of its own, and is kept once it is finished. */
export interface Series<P extends BenchPart, W> {
  name: SeriesName;
  /** Before anything is measured; its key says what may stand beside each other. */
  index: PartIndex<P, W>;
  /** One part in words. */
  title: (part: P) => string;
  same: (a: P, b: P) => boolean;
  /** True for a doubt for which a part is worth measuring again. */
  spoils: (doubt: Doubt) => boolean;
  plan: (
    part: P,
    on: PreparedStage,
    how: { run: string; seed: string; quick: boolean; createdAt: string },
  ) => Plan;
}

/** A part of a series, and its measurements. */
export type MeasuredOf<P> = P & { run: string; measurements: Measurements };

/** A part with what is known of it before the series goes on. */
export interface Standing<P> {
  part: P;
  on: PreparedStage;
  /** From before, under the same terms. */
  finished?: MeasuredOf<P>;
}

export interface SeriesOptions {
  /** Measure everything anew. */
  fresh: boolean;
  /** Told of each part that is about to be measured (its title), and of its actions. */
  onPart?: (title: string, at: number, of: number, plan: Plan) => void;
  onAction?: OnAction;
}

/** Which parts are finished already; says which, and why the others are not. With `fresh` all are forgotten first. */
export function standingParts<P extends BenchPart, W>(
  { root, say }: AppContext,
  series: Series<P, W>,
  wanted: readonly { part: P; on: PreparedStage }[],
  fresh: boolean,
): Standing<P>[] {
  const { name, same, title, spoils } = series;
  const { key } = series.index;
  // repeats beyond those that are asked for, too
  const isWanted = (one: P) => wanted.some(({ part }) => same({ ...one, repeat: part.repeat }, part));
  if (fresh) forgetParts<P, W>(root, name, key, isWanted);
  const index = readIndex<P, W>(root, name, key);
  const parts = wanted.map(({ part, on }): Standing<P> => {
    const entry = index?.parts.find((one) => same(one, part));
    const record = entry && readPart(root, entry.run);
    const decision = decidePart(record && { identity: entry.identity, record }, on.identity, spoils);
    if (!decision.take || !entry || !record?.measurements) {
      if (index && !decision.take) say(`${title(part)}: will be measured: ${decision.why}`);
      return { part, on };
    }
    say(`${title(part)}: taken from before (run ${entry.run})`);
    return { part, on, finished: { ...part, run: entry.run, measurements: record.measurements } };
  });
  const due = parts.filter(({ finished }) => !finished).length;
  say(`${name} ${key}: ${due} of ${parts.length} parts to measure`);
  return parts;
}

/** Measures what is not finished; each part is on record as soon as it is. Answers with all parts, in their order. */
export async function measureDue<P extends BenchPart, W>(
  context: AppContext,
  series: Series<P, W>,
  parts: readonly Standing<P>[],
  { fresh, onPart, onAction }: SeriesOptions,
): Promise<MeasuredOf<P>[]> {
  const { name, index } = series;
  const due = parts.filter(({ finished }) => !finished);
  const done: MeasuredOf<P>[] = [];
  for (const standing of parts) {
    const { part, on, finished } = standing;
    if (finished) {
      done.push(finished);
      continue;
    }
    context.signal.throwIfAborted();
    const now = new Date();
    const run = newRunId(now);
    const how = { run, seed: index.terms.seed, quick: index.quick, createdAt: now.toISOString() };
    const plan = series.plan(part, on, how);
    onPart?.(series.title(part), due.indexOf(standing) + 1, due.length, plan);
    try {
      const what = `${name} ${series.title(part)}`;
      const { entry, measurements } = await measurePart(context, plan, { part, on, what }, onAction);
      recordPart(context.root, name, index, entry, series.same);
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
