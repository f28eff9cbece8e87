/** Too many callers are waiting already, or this one waited too long. */
export class Overloaded extends Error {
  constructor(what: string) {
    super(what);
    this.name = "Overloaded";
  }
}

/** Runs a job when a place is free. */
export type Limiter = <T>(job: () => Promise<T>) => Promise<T>;

/**
 * At most `places` jobs at a time and `queue` waiting, first come first served.
 * A bounded queue turns overload into quick refusals; an unbounded one turns it into memory and endless waits.
 * @throws Overloaded when the queue is full, or after `waitMs` in it
 */
export function createLimiter(what: string, places: number, queue: number, waitMs: number): Limiter {
  let busy = 0;
  const waiting = new Set<() => void>();

  const enter = (): Promise<void> | undefined => {
    if (busy < places) {
      busy++;
      return undefined;
    }
    if (waiting.size >= queue) throw new Overloaded(`${what}: ${queue} are waiting already`);
    return new Promise((resolve, reject) => {
      const go = () => {
        clearTimeout(timer);
        resolve();
      };
      const timer = setTimeout(() => {
        waiting.delete(go);
        reject(new Overloaded(`${what}: no place within ${waitMs} ms`));
      }, waitMs);
      waiting.add(go);
    });
  };
  const leave = (): void => {
    const next = waiting.values().next();
    if (next.done) {
      busy--;
      return;
    }
    // the place goes straight to the one who waited longest
    waiting.delete(next.value);
    next.value();
  };

  return async (job) => {
    await enter();
    try {
      return await job();
    } finally {
      leave();
    }
  };
}
