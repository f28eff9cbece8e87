import { setTimeout as sleep } from "node:timers/promises";
import { reasonOf } from "./messages/sender.ts";
import { sayOnce } from "./say-once.ts";

export type Log = (line: string) => void;

export const retryMs = 500;
/** How long something that is closed may take: brokers that are away must not keep us. */
export const closeMs = 2000;

/** What comes of it; throws with `late` when that takes longer. */
export async function inTime<T>(ms: number, job: Promise<T>, late: string): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const end = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(late)), ms);
  });
  try {
    return await Promise.race([job, end]);
  } finally {
    clearTimeout(timer);
  }
}

/** Waits for it so long at most, whatever comes of it. */
export async function within(ms: number, job: Promise<unknown>): Promise<void> {
  await inTime(ms, job, "").catch(() => {});
}

/** Resolves when the signal aborts. */
export function aborted(signal: AbortSignal): Promise<undefined> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve(undefined);
    else signal.addEventListener("abort", () => resolve(undefined), { once: true });
  });
}

/** Tries until it works: what a process needs at its start is often the last to be up. Says each reason once. */
export async function patiently<T>(
  job: () => Promise<T>,
  signal: AbortSignal,
  log: Log,
): Promise<T | undefined> {
  const say = sayOnce(log);
  while (!signal.aborted) {
    try {
      // what has broken may owe its answer for ever
      return await Promise.race([job(), aborted(signal)]);
    } catch (thrown) {
      say(`waiting: ${reasonOf(thrown)}`);
      await sleep(retryMs, undefined, { signal }).catch(() => {});
    }
  }
  return undefined;
}
