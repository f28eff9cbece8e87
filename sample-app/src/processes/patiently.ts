import { setTimeout as sleep } from "node:timers/promises";
import { reasonOf } from "../messages/sender.ts";

export type Log = (line: string) => void;

export const retryMs = 500;

/** Tries until it works: what a process needs at its start is often the last to be up. Says each reason once. */
export async function patiently<T>(
  job: () => Promise<T>,
  signal: AbortSignal,
  log: Log,
): Promise<T | undefined> {
  let said = "";
  while (!signal.aborted) {
    try {
      return await job();
    } catch (thrown) {
      const why = reasonOf(thrown);
      if (why !== said) log(`waiting: ${why}`);
      said = why;
      await sleep(retryMs, undefined, { signal }).catch(() => {});
    }
  }
  return undefined;
}
