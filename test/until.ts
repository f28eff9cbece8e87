import { setTimeout as sleep } from "node:timers/promises";

/** Waits for a condition; throws with its name when it does not come. */
export async function until(
  holds: () => boolean | Promise<boolean>,
  name: string,
  withinMs = 30_000,
): Promise<void> {
  const end = Date.now() + withinMs;
  while (!(await holds())) {
    if (Date.now() > end) throw new Error(`waited in vain: ${name}`);
    await sleep(100);
  }
}
