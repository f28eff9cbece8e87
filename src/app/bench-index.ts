import {
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  writeSync,
} from "node:fs";
import { join } from "node:path";
import type { BenchPart, BenchWorkload } from "../model/bench.ts";
import { LabError } from "../model/errors.ts";
import type { RunEvent } from "../model/event.ts";
import type { Measurements } from "../model/measurement.ts";
import { hashOf } from "./bench-config.ts";
import type { PartIdentity, PartRecord } from "./bench-resume.ts";
import { runsDir } from "./run-folder.ts";

/** A part that was measured, and where. */
export interface IndexedPart extends BenchPart {
  run: string;
  identity: PartIdentity;
  /** The standard fault in words. */
  fault?: string;
  /** When its measurement ended, in ms since 1970. */
  at: number;
}

/** What makes figures comparable; its hash is the bench's key. */
export interface BenchTerms {
  workload: BenchWorkload;
  seed: string;
  version: string;
  /** Hash of the load generator. */
  worker: string;
}

/** runs/bench-<key>/bench.json: which run holds which part. */
export interface BenchIndex {
  format: 1;
  key: string;
  quick: boolean;
  terms: BenchTerms;
  parts: IndexedPart[];
}

/** The name that benches of the same terms share. */
export function benchKey(terms: BenchTerms): string {
  return hashOf(terms).slice(0, 12);
}

const prefix = "bench-";
const file = "bench.json";

export function benchDir(root: string, key: string): string {
  return join(runsDir(root), prefix + key);
}

/** The index of a bench; undefined when there is none that can be read. */
export function readIndex(root: string, key: string): BenchIndex | undefined {
  try {
    const index = JSON.parse(readFileSync(join(benchDir(root, key), file), "utf8")) as BenchIndex;
    return index.format === 1 && index.key === key && Array.isArray(index.parts) ? index : undefined;
  } catch {
    return undefined; // never measured, or cut off by a full disk: its parts are measured again
  }
}

/** Every bench of a checkout. */
export function readIndexes(root: string): BenchIndex[] {
  try {
    const names = readdirSync(runsDir(root)).filter((name) => name.startsWith(prefix));
    return names.flatMap((name) => readIndex(root, name.slice(prefix.length)) ?? []);
  } catch {
    return []; // nothing was run yet
  }
}

/** Whole or not at all: a reader, or a kill in mid-write, never meets half an index. */
function writeIndex(root: string, index: BenchIndex): void {
  const dir = benchDir(root, index.key);
  try {
    mkdirSync(dir, { recursive: true });
    const draft = join(dir, `.${file}.${process.pid}`);
    const fd = openSync(draft, "w");
    writeSync(fd, `${JSON.stringify(index, null, 2)}\n`);
    fsyncSync(fd);
    closeSync(fd);
    renameSync(draft, join(dir, file));
  } catch (thrown) {
    const code = (thrown as NodeJS.ErrnoException).code ?? "unknown";
    throw new LabError("environment", `cannot write ${join(dir, file)} (${code})`, {
      next: code === "ENOSPC" ? "free some disk space" : "make the project folder writable for this user",
      cause: thrown,
    });
  }
}

const isSame = (a: BenchPart, b: BenchPart): boolean => a.stage === b.stage && a.repeat === b.repeat;

/** Puts a part on record in place of an earlier one. Reads first: another bench may have added parts meanwhile. */
export function recordPart(root: string, empty: BenchIndex, part: IndexedPart): void {
  const index = readIndex(root, empty.key) ?? empty;
  writeIndex(root, { ...index, parts: [...index.parts.filter((one) => !isSame(one, part)), part] });
}

/** Forgets the parts of these stages. */
export function forgetStages(root: string, key: string, stages: readonly string[]): void {
  const index = readIndex(root, key);
  if (index) writeIndex(root, { ...index, parts: index.parts.filter((one) => !stages.includes(one.stage)) });
}

/** What became of a part, from its run's folder alone. */
export function readPart(root: string, run: string): PartRecord & { measurements?: Measurements } {
  const read = (name: string): string | undefined => {
    try {
      return readFileSync(join(runsDir(root), run, name), "utf8");
    } catch {
      return undefined;
    }
  };
  const measurements = parsed<Measurements>(read("measurements.json"));
  const events = (read("events.ndjson") ?? "").trimEnd().split("\n");
  const last = parsed<RunEvent>(events.at(-1));
  const whole = Array.isArray(measurements?.measurements) && Array.isArray(measurements.unsound);
  return {
    ...(measurements && whole && { measurements, unsound: measurements.unsound }),
    ...(last?.type === "run-ended" && { outcome: last.outcome }),
  };
}

function parsed<T>(text: string | undefined): T | undefined {
  try {
    return text === undefined ? undefined : (JSON.parse(text) as T);
  } catch {
    return undefined;
  }
}
