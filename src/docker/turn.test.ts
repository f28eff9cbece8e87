import { expect, test } from "vitest";
import { createTurnPort } from "./turn.ts";

const name = () => `stagecraft-test-${process.pid}-${Math.random()}`;

test("the second waits until the first gives its turn back", async () => {
  const shared = name();
  const order: string[] = [];
  let waited = () => {};
  const waiting = new Promise<void>((resolve) => {
    waited = resolve;
  });
  const first = createTurnPort(() => {}, shared);
  const second = createTurnPort(() => waited(), shared);
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
  const giveBack = await createTurnPort(() => {}, shared).take(new AbortController().signal);
  const abort = new AbortController();
  const waiting = createTurnPort(() => abort.abort(), shared).take(abort.signal);
  await expect(waiting).rejects.toThrow(/abort/i);
  await giveBack();
});
