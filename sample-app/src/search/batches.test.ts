import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { batches } from "./batches.ts";

async function* numbers(upTo: number, pauseAt?: number): AsyncGenerator<number> {
  for (let n = 1; n <= upTo; n++) {
    if (n === pauseAt) await sleep(60);
    yield n;
  }
}
async function all<T>(source: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const one of source) found.push(one);
  return found;
}

test("a batch is full, or what had come when its time was over; nothing is lost between them", async () => {
  expect(await all(batches(numbers(5), 2, 1000))).toEqual([[1, 2], [3, 4], [5]]);
  const paused = await all(batches(numbers(4, 3), 10, 20));
  expect(paused[0]).toEqual([1, 2]);
  expect(paused.flat()).toEqual([1, 2, 3, 4]);
  // whoever waits for a quiet moment sees it
  expect(paused.slice(1, -1)).toContainEqual([]);
});

test("a source that fails fails the batches", async () => {
  async function* failing(): AsyncGenerator<number> {
    yield 1;
    throw new Error("gone");
  }
  await expect(all(batches(failing(), 10, 1000))).rejects.toThrow("gone");
});
