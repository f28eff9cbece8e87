import { expect, it } from "vitest";
import { createLimit } from "./limit.ts";

it("runs at most so many at once, in order, and goes on after a failure", async () => {
  const limit = createLimit(2);
  let running = 0;
  let most = 0;
  const order: number[] = [];
  const work = (number: number) => async () => {
    order.push(number);
    most = Math.max(most, ++running);
    await new Promise((resolve) => setImmediate(resolve));
    running--;
    if (number === 1) throw new Error("one failed");
    return number;
  };
  const results = await Promise.allSettled([0, 1, 2, 3, 4].map((number) => limit(work(number))));
  expect(most).toBe(2);
  expect(order).toEqual([0, 1, 2, 3, 4]);
  expect(results.map(({ status }) => status).filter((status) => status === "fulfilled")).toHaveLength(4);
});
