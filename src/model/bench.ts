import type { PhaseLengths } from "./lab.ts";
import type { PlannedLoad } from "./plan.ts";

/** Measuring steps of a bench: the search for the highest throughput, then every stage under the same arrivals. */
export const benchSteps = { knee: "knee", equalRate: "equal-rate" } as const;

/** What every stage of a bench is put through; the same value makes figures comparable. */
export interface BenchWorkload {
  knee: Extract<PlannedLoad, { kind: "peak" }>;
  equalRate: Extract<PlannedLoad, { kind: "open" }>;
  /** Length of the phases at the equal rate; the fault is each stage's own standard fault. */
  phases: PhaseLengths & { warmupMs: number };
}

/** One run of a bench: a stage (`name` or `name/variant`), come up fresh, in one round of repeats (from 0). */
export interface BenchPart {
  stage: string;
  repeat: number;
}
