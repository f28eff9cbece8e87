import { setTimeout as sleep } from "node:timers/promises";
import { stretched } from "../src/model/patience.ts";

/** Waits for a condition; throws with its name when it does not come. */
export async function until(
  holds: () => boolean | Promise<boolean>,
  name: string,
  withinMs = stretched(30_000),
): Promise<void> {
  const end = Date.now() + withinMs;
  while (!(await holds())) {
    if (Date.now() > end) throw new Error(`waited in vain: ${name}`);
    await sleep(100);
  }
}
