import type { BenchPart, BenchWorkload } from "../model/bench.ts";
import type { HostFingerprint } from "../model/event.ts";
import type { PhaseName } from "../model/lab.ts";
import type { Unsound } from "../model/measurement.ts";
import type { MetricName, Unit } from "../model/metrics.ts";
import type { Judgement } from "./judgement.ts";
import type { Edge } from "./spread.ts";

/** One figure of one stage over the repeats. Without a sound repeat it has no value, and says why. */
export interface CompareRow {
  stage: string;
  /** The standard fault, such as `kill app-1`, where the figure is about it. */
  fault?: string;
  /** The bench that it comes from, where that is not said elsewhere. */
  run?: string;
  metric: MetricName;
  unit: Unit;
  step: string;
  phase: PhaseName;
  min: number | null;
  median: number | null;
  max: number | null;
  /** Sound repeats that the figures rest on. */
  repeats: number;
  /** The true value of these is larger than the figure. */
  atLeast?: Edge[];
  /** Why repeats were left out. */
  reason?: string;
}

/** A repeat with figures that cannot be trusted; `repeat` counts from 0. */
export type UnsoundRepeat = Pick<Unsound, "step" | "code" | "text" | "capacityOnly" | "phases"> &
  BenchPart & { run: string };

/** Which stages are ahead in one figure. */
export interface Standing {
  metric: MetricName;
  step: string;
  phase: PhaseName;
  /** The stage with the best median, and every one that is not clearly worse; empty when nothing can be said. */
  ahead: string[];
  /** `better`: one stage is clearly ahead of all others. */
  judgement: Judgement;
  /** In words. */
  says: string;
}

/** What `bench --json` prints. */
export interface BenchResult {
  /** The same key, the same workload, seed and version: figures that may be compared. */
  bench: string;
  /** Where the record is. */
  dir: string;
  version: string;
  seed: string;
  quick: boolean;
  workload: BenchWorkload;
  host: HostFingerprint;
  stages: { stage: string; fault: string | null; repeats: number }[];
  rows: CompareRow[];
  standings: Standing[];
  unsound: UnsoundRepeat[];
  /** The runs behind it; `before`: finished earlier, not measured again. */
  parts: (BenchPart & { run: string; runDir: string; before: boolean })[];
  durationS: number;
}
