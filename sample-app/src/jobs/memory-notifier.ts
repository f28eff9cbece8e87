import { setTimeout as sleep } from "node:timers/promises";
import { type Job, type Notifier, NotifierUnavailable } from "./job.ts";

export interface MemoryOptions {
  /** Jobs that may wait. */
  most: number;
  /** How often one is tried before it is given up. */
  tries: number;
  pauseMs: number;
}

/**
 * Says yes at once and does it later: the jobs wait in this process's memory, one is done at a time. What waits when
 * the process ends is gone, and so is what could not be done after some tries, as nobody is left to be told.
 */
export function createMemoryNotifier(
  notifier: Notifier,
  { most, tries, pauseMs }: MemoryOptions,
  log: (line: string) => void,
): Notifier {
  const waiting: Job[] = [];
  let busy: Promise<void> | undefined;

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
    busy = undefined;
  };

  return {
    async notify(job) {
      if (waiting.length >= most) throw new NotifierUnavailable(`${most} jobs wait already`);
      waiting.push(job);
      busy ??= work();
      return "accepted";
    },
    // an orderly stop gives what waits a chance; the time for it is bounded by whoever stops us
    async close() {
      await busy;
      await notifier.close();
    },
  };
}
