import { expect, it } from "vitest";
import { createRandom } from "../model/seed.ts";
import { createDueQueue } from "./due-queue.ts";

it("hands out the earliest first, whatever the order they came in", () => {
  const queue = createDueQueue<number>();
  const random = createRandom("queue");
  const instants = Array.from({ length: 500 }, () => random.int(100));
  for (const atMs of instants) queue.push(atMs, atMs);
  expect(queue.size()).toBe(500);
  const found: number[] = [];
  while (queue.nextMs() < Number.POSITIVE_INFINITY) found.push(queue.pop()!);
  expect(found).toEqual(instants.sort((a, b) => a - b));
  expect(queue.pop()).toBeUndefined();
});
