/** What was read before, kept for whoever reads it next. */
export interface Cache {
  /** What is kept under this key; else what `load` answers, which is kept from then on. `undefined` is not kept. */
  read<T>(key: string, load: () => Promise<T>): Promise<T>;
  /** A write has changed what these keys stand for. */
  forget(...keys: string[]): Promise<void>;
  close(): void;
}

export interface CacheConfig {
  store: "none" | "redis";
  /** How long something is kept; 0: for ever. */
  ttlMs: number;
  /** Whether a write deletes what it has made wrong. */
  invalidate: boolean;
  /** Whether those who miss the same key at the same time wait for one of them. */
  singleFlight: boolean;
}
