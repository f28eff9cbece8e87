import {
  closeSync,
  fstatSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  readSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { LabError } from "../model/errors.ts";
import type { FaultRecord, JournalPort, OpenFault } from "../model/fault-ports.ts";

export const journalFile = "faults.ndjson";

/**
 * What a journal says, oldest first. A line may be cut off, as when its writer was killed: it was never acted upon.
 * Throws LabError `environment` for a journal that is there and cannot be read.
 */
export function readJournal(runFolder: string): FaultRecord[] {
  let text: string;
  try {
    text = readFileSync(join(runFolder, journalFile), "utf8");
  } catch (thrown) {
    const { code } = thrown as NodeJS.ErrnoException;
    if (code === "ENOENT") return []; // no fault was ever ordered
    throw new LabError("environment", `the fault journal in ${runFolder} cannot be read (${code})`, {
      next: "faults of this run may still be on: make the file readable, then ./lab heal",
      cause: thrown,
    });
  }
  return text.split("\n").flatMap((line) => {
    try {
      return [JSON.parse(line) as FaultRecord];
    } catch {
      return [];
    }
  });
}

/** Faults whose absence was not proved yet, oldest first. */
export function openFaults(records: readonly FaultRecord[]): OpenFault[] {
  const intents = new Map<string, OpenFault>();
  const open = new Map<string, OpenFault>();
  for (const record of records) {
    if (record.state === "healed") {
      open.delete(record.fault);
      continue;
    }
    if (record.state === "intent") intents.set(record.fault, { ...record, last: "intent" });
    const fault = intents.get(record.fault);
    if (!fault) continue;
    // an injection that lands after somebody has healed its intent is on all the same
    if (record.state === "intent" || record.state === "injected") open.set(record.fault, fault);
    if (!open.has(record.fault)) continue;
    fault.last = record.state;
    fault.expiresAt = record.expiresAt ?? fault.expiresAt;
  }
  return [...open.values()];
}

function endsInLine(fd: number): boolean {
  const { size } = fstatSync(fd);
  const last = Buffer.alloc(1);
  return size === 0 || (readSync(fd, last, 0, 1, size - 1) === 1 && last.toString() === "\n");
}

/** The journal in a run's folder. `exclusively` comes from outside: a lock that every process of the machine sees. */
export function createJournal(
  runFolder: string,
  now: () => number,
  exclusively: JournalPort["exclusively"],
): JournalPort {
  return {
    write(record) {
      const full = { at: now(), ...record } as FaultRecord;
      try {
        mkdirSync(dirname(join(runFolder, journalFile)), { recursive: true });
        const fd = openSync(join(runFolder, journalFile), "a+");
        try {
          // a line of its own even after one that was cut off
          writeFileSync(fd, `${endsInLine(fd) ? "" : "\n"}${JSON.stringify(full)}\n`);
          fsyncSync(fd);
        } finally {
          closeSync(fd);
        }
      } catch (thrown) {
        throw new LabError(
          "environment",
          `the fault journal in ${runFolder} cannot be written (${(thrown as NodeJS.ErrnoException).code})`,
          { next: "without a journal nothing is broken; free some disk space", cause: thrown },
        );
      }
      return full;
    },
    open: () => openFaults(readJournal(runFolder)),
    exclusively,
  };
}
