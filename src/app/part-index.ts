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
import { LabError } from "../model/errors.ts";
import type { RunEvent } from "../model/event.ts";
import type { Measurements } from "../model/measurement.ts";
import { hashOf } from "./bench-config.ts";
import type { PartIdentity, PartRecord } from "./part-resume.ts";
import { runsDir } from "./run-folder.ts";

/** What is measured in parts; its folders are `runs/<name>-<key>`. */
export type SeriesName = "bench" | "matrix";

/** A part that was measured, and where. */
export type Indexed<P> = P & {
  run: string;
  identity: PartIdentity;
  /** When its measurement ended, in ms since 1970. */
  at: number;
};

/** What makes figures comparable; its hash is the series' key. */
export interface Terms<W> {
  workload: W;
  seed: string;
  version: string;
  /** Hash of the load generator. */
  worker: string;
}

/** runs/<name>-<key>/<name>.json: which run holds which part. */
export interface PartIndex<P, W> {
  format: 1;
  key: string;
  quick: boolean;
  terms: Terms<W>;
  parts: Indexed<P>[];
}

/** The index of a series before anything of it is measured. */
export function emptyIndex<P, W>(terms: Terms<W>, quick: boolean): PartIndex<P, W> {
  return { format: 1, key: hashOf(terms).slice(0, 12), quick, terms, parts: [] };
}

/** Where the index of a series is. */
export function indexDir(root: string, name: SeriesName, key: string): string {
  return join(runsDir(root), `${name}-${key}`);
}

/** The index of a series; undefined when there is none that can be read. */
export function readIndex<P, W>(root: string, name: SeriesName, key: string): PartIndex<P, W> | undefined {
  try {
    const file = join(indexDir(root, name, key), `${name}.json`);
    const index = JSON.parse(readFileSync(file, "utf8")) as PartIndex<P, W>;
    return index.format === 1 && index.key === key && Array.isArray(index.parts) ? index : undefined;
  } catch {
    return undefined; // never measured, or cut off by a full disk: its parts are measured again
  }
}

/** Every series of that name of a checkout. */
export function readIndexes<P, W>(root: string, name: SeriesName): PartIndex<P, W>[] {
  const prefix = `${name}-`;
  try {
    const names = readdirSync(runsDir(root)).filter((one) => one.startsWith(prefix));
    return names.flatMap((one) => readIndex<P, W>(root, name, one.slice(prefix.length)) ?? []);
  } catch {
    return []; // nothing was run yet
  }
}

/** Whole or not at all: a reader, or a kill in mid-write, never meets half an index. */
function writeIndex<P, W>(root: string, name: SeriesName, index: PartIndex<P, W>): void {
  const dir = indexDir(root, name, index.key);
  const file = join(dir, `${name}.json`);
  try {
    mkdirSync(dir, { recursive: true });
    const draft = join(dir, `.${name}.json.${process.pid}`);
    const fd = openSync(draft, "w");
    writeSync(fd, `${JSON.stringify(index, null, 2)}\n`);
    fsyncSync(fd);
    closeSync(fd);
    renameSync(draft, file);
  } catch (thrown) {
    const code = (thrown as NodeJS.ErrnoException).code ?? "unknown";
    throw new LabError("environment", `cannot write ${file} (${code})`, {
      next: code === "ENOSPC" ? "free some disk space" : "make the project folder writable for this user",
      cause: thrown,
    });
  }
}

/** Puts a part on record in place of an earlier one. Reads first: another process may have added some meanwhile. */
export function recordPart<P, W>(
  root: string,
  name: SeriesName,
  empty: PartIndex<P, W>,
  part: Indexed<P>,
  same: (a: P, b: P) => boolean,
): void {
  const index = readIndex<P, W>(root, name, empty.key) ?? empty;
  writeIndex(root, name, { ...index, parts: [...index.parts.filter((one) => !same(one, part)), part] });
}

/** Forgets the parts of which it is said. */
export function forgetParts<P, W>(
  root: string,
  name: SeriesName,
  key: string,
  forget: (part: P) => boolean,
): void {
  const index = readIndex<P, W>(root, name, key);
  if (index) writeIndex(root, name, { ...index, parts: index.parts.filter((one) => !forget(one)) });
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
