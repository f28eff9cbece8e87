import { setTimeout as sleep } from "node:timers/promises";

/** Gathers what comes into batches: each has `most` at most, and ends `ms` after it was begun, empty or not. */
export async function* batches<T>(source: AsyncIterable<T>, most: number, ms: number): AsyncGenerator<T[]> {
  const items = source[Symbol.asyncIterator]();
  let next: Promise<IteratorResult<T>> | undefined;
  try {
    for (;;) {
      const batch: T[] = [];
      const full = new AbortController();
      const late = sleep(ms, undefined, { signal: full.signal }).catch(() => undefined);
      let ended = false;
      while (batch.length < most && !ended) {
        next ??= items.next();
        const come = await Promise.race([next, late]);
        if (come === undefined) break;
        next = undefined;
        if (come.done) ended = true;
        else batch.push(come.value);
      }
      full.abort();
      yield batch;
      if (ended) return;
    }
  } finally {
    // one that nobody waits for any more must not fail unheard
    next?.catch(() => {});
  }
}
