import { existsSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { type Indexed, type PartIndex, readIndexes, type SeriesName } from "../src/app/part-index.ts";
import { isAccident } from "../src/app/part-resume.ts";
import type { BenchResult } from "../src/compare/result.ts";
import { audit, root } from "./lab.ts";

const runs = join(root, "runs");

type Part = Indexed<{ stage: string; repeat: number; fault?: string }>;

/** The index of the bench or matrix with this seed; undefined when none was written. */
export function indexOf(seed: string, series: SeriesName = "bench"): PartIndex<Part, unknown> | undefined {
  return readIndexes<Part, unknown>(root, series).find((index) => index.terms.seed === seed);
}

/** Every run with this seed, those that were killed too. */
function runsOf(seed: string): string[] {
  return readdirSync(runs).filter((run) => {
    const plan = join(runs, run, "plan.json");
    return existsSync(plan) && (JSON.parse(readFileSync(plan, "utf8")) as { seed: string }).seed === seed;
  });
}

/** What the runs with this seed left at the engine and on the host; other runs may be under way beside them. */
export async function leftBy(seed: string): Promise<string[]> {
  const own = runsOf(seed);
  return (await audit()).filter((line) => own.some((run) => line.includes(run)));
}

/** Removes a bench or a matrix and the folders of its runs. */
export function removeSeries(seed: string, series: SeriesName = "bench"): void {
  const index = indexOf(seed, series);
  const folders = [...runsOf(seed), ...(index ? [`${series}-${index.key}`] : [])];
  for (const folder of folders) rmSync(join(runs, folder), { recursive: true, force: true });
}

/** Parts by name, with the run that measured them: those that an accident of this busy machine did not spoil. */
export function soundParts({ parts, unsound }: BenchResult): Record<string, string> {
  const spoiled = unsound.filter(isAccident).map(({ run }) => run);
  const sound = parts.filter(({ run }) => !spoiled.includes(run));
  return Object.fromEntries(sound.map(({ stage, repeat, run }) => [`${stage} ${repeat}`, run]));
}
