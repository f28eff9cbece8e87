import { AsyncLocalStorage } from "node:async_hooks";

/** What one request reads and writes, noted on the way: whoever asks the database does not know the request. */
export interface Reading {
  /** The databases that answered its reads. */
  from: Set<string>;
  /** How its reads of the cache went, if there is one. */
  cache: Set<"hit" | "miss" | "away">;
  /** The replica that it keeps to, so that what it puts together is of one age. */
  replica: string | undefined;
  /** Its author has just written: it must see that. */
  fromPrimary: boolean;
  /** It has written. */
  wrote: boolean;
}

const current = new AsyncLocalStorage<Reading>();

/** The notes of the request that is being served, if any. */
export function readingNow(): Reading | undefined {
  return current.getStore();
}

/** Serves a request with notes of its own. */
export function withReading<T>(fromPrimary: boolean, serve: (reading: Reading) => Promise<T>): Promise<T> {
  const reading: Reading = {
    from: new Set(),
    cache: new Set(),
    replica: undefined,
    fromPrimary,
    wrote: false,
  };
  return current.run(reading, () => serve(reading));
}
