import { createHash } from "node:crypto";
import {
  closeSync,
  copyFileSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  writeSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { LabError } from "../model/errors.ts";
import type { LabWalk, Progress } from "../model/walk.ts";

/** The file as it was before the last change: what is left when the file itself is damaged. */
export const beforeFile = (file: string): string => file.replace(/(\.json)?$/, ".before.json");

const sumOf = (value: unknown): string => createHash("sha256").update(JSON.stringify(value)).digest("hex");

/** A value with the sum that tells whether it is whole. */
export function sealed(value: object): string {
  return `${JSON.stringify({ ...value, sum: sumOf(value) }, null, 1)}\n`;
}

/** The value of a sealed text; nothing when it is cut off, changed, or something else. */
export function unsealed(text: string): Record<string, unknown> | undefined {
  try {
    const { sum, ...value } = JSON.parse(text) as Record<string, unknown>;
    return sum === sumOf(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

const isMap = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const isWalk = (value: unknown): value is LabWalk =>
  isMap(value) &&
  typeof value.at === "string" &&
  isMap(value.steps) &&
  Object.values(value.steps).every(isMap);

/** Whether a value is progress of this format. */
export function isProgress(value: unknown): value is Progress {
  return (
    isMap(value) &&
    value.format === 1 &&
    Number.isInteger(value.revision) &&
    typeof value.seed === "string" &&
    (value.lab === null || typeof value.lab === "string") &&
    isMap(value.labs) &&
    Object.values(value.labs).every(isWalk)
  );
}

function cannot(what: string, file: string, thrown: unknown): LabError {
  const code = (thrown as NodeJS.ErrnoException).code ?? "unknown";
  return new LabError("environment", `cannot ${what} ${file} (${code})`, {
    next: "nothing of your progress was changed; make room, or make the folder writable, and try again",
    cause: thrown,
  });
}

/** The text of a file; nothing when there is none. */
export function textOf(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw cannot("read", file, thrown);
  }
}

/** On disk, and whole, when it returns: a kill or a power cut leaves either the old text or the new one. */
export function writeWhole(file: string, text: string): void {
  const draft = `${file}.${process.pid}`;
  try {
    mkdirSync(dirname(file), { recursive: true });
    const fd = openSync(draft, "w", 0o600);
    try {
      writeSync(fd, text);
      fsyncSync(fd);
    } finally {
      closeSync(fd);
    }
    renameSync(draft, file);
    syncFolder(dirname(file));
  } catch (thrown) {
    throw cannot("write", file, thrown);
  }
}

/** The name, too, must survive a power cut; a system that cannot sync folders does so by itself. */
function syncFolder(folder: string): void {
  if (process.platform === "win32") return;
  const fd = openSync(folder, "r");
  try {
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}

/** What the guide remembers; nothing when nobody has begun. Throws LabError("bad-input") for a damaged file. */
export function readProgress(file: string): Progress | undefined {
  const text = textOf(file);
  if (text === undefined) return undefined;
  const value = unsealed(text);
  if (isProgress(value)) return value;
  const newer = value !== undefined && value.format !== 1;
  const before = beforeFile(file);
  const after = existsSync(before)
    ? `the state before your last step is whole: cp '${before}' '${file}'`
    : "./lab start --import FILE brings an exported state; ./lab reset --all begins anew and keeps this file aside";
  throw new LabError(
    "bad-input",
    newer
      ? `is progress of format ${String(value.format)}, which this version cannot read`
      : "is damaged: it does not hold what was written to it (nothing was changed)",
    { place: { file }, next: newer ? "use the version that wrote it" : after },
  );
}

/** Writes progress that was read as `value`; another walk that wrote in between is not overwritten. */
export function writeProgress(file: string, value: Progress): Progress {
  const current = readProgress(file);
  if (current && current.revision !== value.revision) {
    throw new LabError("usage", "another ./lab has gone on with this walk in the meantime", {
      next: "this one stops here; ./lab start goes on where the other one is",
    });
  }
  if (current) keepBefore(file);
  const next = { ...value, revision: value.revision + 1 };
  writeWhole(file, sealed(next));
  return next;
}

function keepBefore(file: string): void {
  const draft = `${beforeFile(file)}.${process.pid}`;
  try {
    copyFileSync(file, draft);
    renameSync(draft, beforeFile(file));
  } catch (thrown) {
    throw cannot("write", beforeFile(file), thrown);
  }
}

/** Sets a file aside, whatever it holds; answers with its new name. */
export function setAside(file: string, stamp: string): string | undefined {
  if (!existsSync(file)) return undefined;
  const aside = join(dirname(file), `progress-${stamp}.json`);
  try {
    renameSync(file, aside);
  } catch (thrown) {
    throw cannot("move", file, thrown);
  }
  return aside;
}
