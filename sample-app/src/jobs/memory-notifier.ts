import { setTimeout as sleep } from "node:timers/promises";
import { type Job, type Notifier, NotifierUnavailable } from "./job.ts";

export interface MemoryOptions {
  /** Jobs that may wait. */
  most: number;
  /** How often one is tried before it is given up. */
  tries: number;
  /** Jobs that are done at the same time. */
  atOnce: number;
  pauseMs: number;
}

/**
 * Says yes at once and does it later: the jobs wait in this process's memory, some are done at a time. What waits when
 * the process ends is gone, and so is what could not be done after some tries, as nobody is left to be told.
 */
export function createMemoryNotifier(
  notifier: Notifier,
  { most, tries, atOnce, pauseMs }: MemoryOptions,
  log: (line: string) => void,
): Notifier {
  const waiting: Job[] = [];
  const hands = new Set<Promise<void>>();

  const attempt = async (job: Job): Promise<void> => {
    for (let left = tries; ; left--) {
      try {
        await notifier.notify(job);
        return;
      } catch (thrown) {
        if (left <= 1) {
          log(`job ${job.id} given up after ${tries} tries: ${(thrown as Error).message}`);
          return;
        }
        await sleep(pauseMs);
      }
    }
  };
  const work = async (): Promise<void> => {
    for (let job = waiting.shift(); job; job = waiting.shift()) await attempt(job);
  };
  const idle = async (): Promise<void> => {
    while (hands.size > 0) await Promise.all(hands);
  };

  return {
    async notify(job) {
      if (waiting.length >= most) throw new NotifierUnavailable(`${most} jobs wait already`);
      waiting.push(job);
      if (hands.size < atOnce) {
        const hand = work().finally(() => hands.delete(hand));
        hands.add(hand);
      }
      return "accepted";
    },
    settled: (patienceMs) => Promise.race([idle(), sleep(patienceMs)]).then(() => {}),
    // an orderly stop gives what waits a chance; the time for it is bounded by whoever stops us
    async close() {
      await idle();
      await notifier.close();
    },
  };
}
