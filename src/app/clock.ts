import { setTimeout as sleep } from "node:timers/promises";
import type { Clock } from "../model/ports.ts";

/** The real clock. */
export const wallClock: Clock = {
  now: () => Date.now(),
  async sleep(ms, signal) {
    try {
      await sleep(ms, undefined, { signal });
    } catch (thrown) {
      signal.throwIfAborted(); // the reason says more than "aborted"
      throw thrown;
    }
  },
};
