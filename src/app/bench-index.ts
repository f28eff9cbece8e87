import type { BenchPart, BenchWorkload } from "../model/bench.ts";
import { type Indexed, type PartIndex, readIndexes } from "./part-index.ts";

/** A part of a bench, with the stage's standard fault in words. */
export type BenchedPart = BenchPart & { fault?: string };

/** A part that was measured, and where. */
export type IndexedPart = Indexed<BenchedPart>;

/** runs/bench-<key>/bench.json. */
export type BenchIndex = PartIndex<BenchedPart, BenchWorkload>;

/** Every bench of a checkout. */
export function readBenches(root: string): BenchIndex[] {
  return readIndexes(root, "bench");
}
