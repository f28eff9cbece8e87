import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { createTurnPort } from "./turn.ts";

const clock = {
  now: () => Date.now(),
  sleep: (ms: number, signal: AbortSignal) => sleep(ms, undefined, { signal }),
};
const name = () => `stagecraft-test-${process.pid}-${Math.random()}`;

test("the second waits until the first gives its turn back", async () => {
  const shared = name();
  const order: string[] = [];
  let waited = () => {};
  const waiting = new Promise<void>((resolve) => {
    waited = resolve;
  });
  const first = createTurnPort(clock, () => {}, shared);
  const second = createTurnPort(clock, () => waited(), shared);
  const { signal } = new AbortController();
  const giveBack = await first.take(signal);
  order.push("first");
  const later = second.take(signal).then((give) => {
    order.push("second");
    return give;
  });
  await waiting;
  order.push("given back");
  await giveBack();
  await (await later)();
  expect(order).toEqual(["first", "given back", "second"]);
});

test("waiting ends when the user stops it", async () => {
  const shared = name();
  const giveBack = await createTurnPort(clock, () => {}, shared).take(new AbortController().signal);
  const abort = new AbortController();
  const waiting = createTurnPort(clock, () => abort.abort(), shared).take(abort.signal);
  await expect(waiting).rejects.toThrow(/abort/i);
  await giveBack();
});
