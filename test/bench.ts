import { existsSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { BenchIndex } from "../src/app/bench-index.ts";
import { isAccident } from "../src/app/bench-resume.ts";
import type { BenchResult } from "../src/compare/result.ts";
import { audit, root } from "./lab.ts";

const runs = join(root, "runs");

/** The index of the bench with this seed; undefined when none was written. */
export function indexOf(seed: string): BenchIndex | undefined {
  const names = existsSync(runs) ? readdirSync(runs).filter((name) => name.startsWith("bench-")) : [];
  return names
    .map((name) => JSON.parse(readFileSync(join(runs, name, "bench.json"), "utf8")) as BenchIndex)
    .find((index) => index.terms.seed === seed);
}

/** Every run of the bench with this seed, those that were killed too. */
function runsOf(seed: string): string[] {
  return readdirSync(runs).filter((run) => {
    const plan = join(runs, run, "plan.json");
    return existsSync(plan) && (JSON.parse(readFileSync(plan, "utf8")) as { seed: string }).seed === seed;
  });
}

/** What the bench's own runs left at the engine and on the host; other runs may be under way beside them. */
export async function leftBy(seed: string): Promise<string[]> {
  const own = runsOf(seed);
  return (await audit()).filter((line) => own.some((run) => line.includes(run)));
}

/** Removes a bench and the folders of its runs. */
export function removeBench(seed: string): void {
  const index = indexOf(seed);
  const folders = [...runsOf(seed), ...(index ? [`bench-${index.key}`] : [])];
  for (const folder of folders) rmSync(join(runs, folder), { recursive: true, force: true });
}

/** Parts by name, with the run that measured them: those that an accident of this busy machine did not spoil. */
export function soundParts({ parts, unsound }: BenchResult): Record<string, string> {
  const spoiled = unsound.filter(isAccident).map(({ run }) => run);
  const sound = parts.filter(({ run }) => !spoiled.includes(run));
  return Object.fromEntries(sound.map(({ stage, repeat, run }) => [`${stage} ${repeat}`, run]));
}
