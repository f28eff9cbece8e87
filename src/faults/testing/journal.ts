import { LabError } from "../../model/errors.ts";
import type { FaultRecord, JournalPort } from "../../model/fault-ports.ts";
import type { Clock } from "../../model/ports.ts";
import { openFaults } from "../journal.ts";

/** A journal in memory; each entry is a line of the diary, too: `journal intent`. */
export interface MemoryJournal extends JournalPort {
  records: FaultRecord[];
  /** States in their order, of one fault or of all. */
  states(fault?: string): FaultRecord["state"][];
  /** While true nothing can be written. */
  full: boolean;
}

export function memoryJournal(clock: Pick<Clock, "now">, diary: string[] = []): MemoryJournal {
  const records: FaultRecord[] = [];
  let last: Promise<unknown> = Promise.resolve();
  const journal: MemoryJournal = {
    records,
    full: false,
    states: (fault) =>
      records.filter((one) => fault === undefined || one.fault === fault).map((one) => one.state),
    write(record) {
      if (journal.full) throw new LabError("environment", "the fault journal cannot be written (ENOSPC)");
      const full = { at: clock.now(), ...record } as FaultRecord;
      records.push(full);
      diary.push(`journal ${record.state}`);
      return full;
    },
    open: () => openFaults(records),
    exclusively(work) {
      const mine = last.then(work);
      last = mine.catch(() => {});
      return mine;
    },
  };
  return journal;
}
