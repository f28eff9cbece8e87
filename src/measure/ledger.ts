import type { ReadRecord, WriteRecord } from "../model/load-records.ts";

/** Everything known of one ledger's writes. Instants are on the client's clock. */
export interface History {
  writes: readonly WriteRecord[];
  /** Reads of the user's own last write. */
  reads: readonly ReadRecord[];
  /** Ids that the store held after the load, as often as each was found; absent when it was not listed. */
  stored?: readonly string[];
}

export interface WriteFindings {
  attempted: string[];
  acknowledged: string[];
  /** Sent, but no answer said whether it was applied: neither kept nor lost counts against the service. */
  indeterminate: string[];
  /** Acknowledged writes of which the store (or, when it was not listed, the last read) shows whether they are there. */
  checked: string[];
  /** Of those, the ones that are not there. */
  lost: string[];
  /** Indeterminate ones that are there after all. */
  recovered: string[];
  /** In the store although nobody tried to write it, or although it was refused for certain. */
  unexpected: string[];
  /** In the store more than once. */
  duplicates: string[];
}

const certainty = { acknowledged: 2, indeterminate: 1, rejected: 0 } as const;

/** What became of the writes: acknowledged − found = lost, found − attempted = unexpected. */
export function checkWrites(history: History): WriteFindings {
  const results = new Map<string, WriteRecord["result"]>();
  for (const { id, result } of history.writes) {
    const known = results.get(id);
    // one acknowledged attempt is a promise, whatever became of the others
    if (known === undefined || certainty[result] > certainty[known]) results.set(id, result);
  }
  const ended = (result: WriteRecord["result"]) =>
    [...results].filter((one) => one[1] === result).map(([id]) => id);
  const acknowledged = ended("acknowledged");
  const indeterminate = ended("indeterminate");
  const times = countIds(history.stored ?? []);
  const lastSeen = lastReads(history.reads);
  const there = (id: string) => (history.stored ? times.has(id) : lastSeen.get(id)?.result === "found");
  const checked = acknowledged.filter((id) => history.stored || lastSeen.has(id));
  return {
    attempted: [...results.keys()],
    acknowledged,
    indeterminate,
    checked,
    lost: checked.filter((id) => !there(id)),
    recovered: indeterminate.filter(there),
    unexpected: [...times.keys()].filter((id) => (results.get(id) ?? "rejected") === "rejected"),
    duplicates: [...times].filter(([, count]) => count > 1).map(([id]) => id),
  };
}

export interface ReadFindings {
  /** Answered reads of writes that had been acknowledged before the read began. */
  checked: ReadRecord[];
  /** Of those, the ones that did not find the user's own write: read-your-writes is broken. */
  ownMissing: ReadRecord[];
  /** Of those, the ones whose write was there after all: the answer was old. The rest may be lost writes. */
  stale: ReadRecord[];
}

/** Whether reads saw what had been acknowledged before they began. */
export function checkReads(history: History): ReadFindings {
  const acknowledgedAt = new Map<string, number>();
  for (const { id, result, endMs } of history.writes) {
    if (result === "acknowledged") acknowledgedAt.set(id, Math.min(endMs, acknowledgedAt.get(id) ?? endMs));
  }
  const stored = new Set(history.stored ?? []);
  const seenAt = new Map<string, number>();
  for (const { id, result, attemptMs } of history.reads) {
    if (result === "found") seenAt.set(id, Math.max(attemptMs, seenAt.get(id) ?? attemptMs));
  }
  const checked = history.reads.filter((read) => {
    const promisedMs = acknowledgedAt.get(read.id);
    return read.result !== "unknown" && promisedMs !== undefined && promisedMs <= read.attemptMs;
  });
  const ownMissing = checked.filter((read) => read.result === "missing");
  const wasThere = (read: ReadRecord) =>
    stored.has(read.id) || (seenAt.get(read.id) ?? Number.NEGATIVE_INFINITY) > read.attemptMs;
  return { checked, ownMissing, stale: ownMissing.filter(wasThere) };
}

function countIds(ids: readonly string[]): Map<string, number> {
  const times = new Map<string, number>();
  for (const id of ids) times.set(id, (times.get(id) ?? 0) + 1);
  return times;
}

function lastReads(reads: readonly ReadRecord[]): Map<string, ReadRecord> {
  const last = new Map<string, ReadRecord>();
  for (const read of reads) {
    const known = last.get(read.id);
    if (read.result !== "unknown" && (!known || known.attemptMs <= read.attemptMs)) last.set(read.id, read);
  }
  return last;
}
