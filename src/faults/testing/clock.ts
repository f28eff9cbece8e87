import { setImmediate } from "node:timers/promises";
import type { Clock } from "../../model/ports.ts";

/** Time that passes as soon as everybody waits for it; whoever sleeps wakes in the right order. */
export interface FakeClock extends Clock {
  /** Does something when so many ms have passed from now on. */
  in(ms: number, work: () => unknown): void;
}

interface Sleeper {
  at: number;
  wake: () => void;
}

export function fakeClock(startMs = 1_000_000): FakeClock {
  let now = startMs;
  let passing = false;
  const sleepers: Sleeper[] = [];

  /** Lets everybody do what needs no time, then goes on to the earliest instant that somebody waits for. */
  const pass = async () => {
    if (passing) return;
    passing = true;
    while (sleepers.length > 0) {
      await setImmediate();
      const [first] = [...sleepers].sort((one, other) => one.at - other.at);
      if (!first) break; // broken off meanwhile
      sleepers.splice(sleepers.indexOf(first), 1);
      now = Math.max(now, first.at);
      first.wake();
    }
    passing = false;
  };

  const clock: FakeClock = {
    now: () => now,
    sleep(ms, signal) {
      return new Promise((resolve, reject) => {
        if (signal.aborted) return reject(signal.reason);
        const breakOff = () => {
          sleepers.splice(sleepers.indexOf(sleeper), 1);
          reject(signal.reason);
        };
        const wake = () => {
          signal.removeEventListener("abort", breakOff);
          resolve();
        };
        const sleeper: Sleeper = { at: now + Math.max(0, ms), wake };
        signal.addEventListener("abort", breakOff, { once: true });
        sleepers.push(sleeper);
        void pass();
      });
    },
    in(ms, work) {
      void clock.sleep(ms, new AbortController().signal).then(work);
    },
  };
  return clock;
}
