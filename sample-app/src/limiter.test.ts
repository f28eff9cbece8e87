import { expect, test } from "vitest";
import { createLimiter, Overloaded } from "./limiter.ts";

function held() {
  let release = () => {};
  const promise = new Promise<void>((resolve) => {
    release = resolve;
  });
  return { job: () => promise, release };
}

test("jobs beyond the places wait their turn, first come first served", async () => {
  const limit = createLimiter("it", 1, 2, 1000);
  const first = held();
  const order: string[] = [];
  const all = [
    limit(first.job).then(() => order.push("first")),
    limit(async () => void order.push("second")),
    limit(async () => void order.push("third")),
  ];
  await Promise.resolve();
  expect(order).toEqual([]);
  first.release();
  await Promise.all(all);
  expect(order.indexOf("second")).toBeLessThan(order.indexOf("third"));
  expect(order).toHaveLength(3);
});

test("a full queue refuses at once", async () => {
  const limit = createLimiter("it", 1, 0, 1000);
  const first = held();
  const running = limit(first.job);
  await expect(limit(async () => {})).rejects.toBeInstanceOf(Overloaded);
  first.release();
  await running;
  await expect(limit(async () => "again")).resolves.toBe("again");
});

test("who waits too long is refused, and its place in the queue is free again", async () => {
  const limit = createLimiter("it", 1, 1, 5);
  const first = held();
  const running = limit(first.job);
  await expect(limit(async () => {})).rejects.toThrow(/within 5 ms/);
  const next = limit(async () => "served");
  first.release();
  await running;
  expect(await next).toBe("served");
});

test("a failing job gives its place back", async () => {
  const limit = createLimiter("it", 1, 0, 1000);
  await expect(limit(() => Promise.reject(new Error("no")))).rejects.toThrow("no");
  expect(await limit(async () => 1)).toBe(1);
});
