import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { outlive } from "./outlive.ts";

/** What a library does that throws from a callback of its own. */
const throwUncaught = (why: string) => process.emit("uncaughtException", new Error(why));

test("a job begins anew after what nobody could catch, and ends when it is stopped", async () => {
  const logged: string[] = [];
  const stop = new AbortController();
  let begun = 0;
  const before = process.listenerCount("uncaughtException");
  const running = outlive(
    async (signal) => {
      begun++;
      while (!signal.aborted) await sleep(5);
    },
    stop.signal,
    (line) => logged.push(line),
  );
  await expect.poll(() => begun).toBe(1);
  throwUncaught("no broker 2");
  await expect.poll(() => begun, { timeout: 3000 }).toBe(2);
  stop.abort();
  await running;
  expect(logged).toEqual(["begins anew: no broker 2"]);
  expect(begun).toBe(2);
  expect(process.listenerCount("uncaughtException")).toBe(before);
});
