/** What the primary had at which instant. */
export interface History {
  /** Enters what it has now. */
  add(at: number, transactions: string): void;
  /** What it had so long before `now`, or earlier; empty when nothing is known of that time. */
  before(now: number, ageMs: number): string;
  /** Another server's transactions are another story. */
  clear(): void;
}

export function createHistory(): History {
  let entries: { at: number; transactions: string }[] = [];
  return {
    add(at, transactions) {
      entries.push({ at, transactions });
    },
    before(now, ageMs) {
      const old = entries.filter((entry) => entry.at <= now - ageMs);
      // the latest of the old ones will do until the next one is old enough
      entries = entries.slice(Math.max(0, old.length - 1));
      return old.at(-1)?.transactions ?? "";
    },
    clear() {
      entries = [];
    },
  };
}
