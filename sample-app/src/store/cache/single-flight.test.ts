import { expect, test } from "vitest";
import { createSingleFlight } from "./single-flight.ts";

/** A job that ends when it is told to. */
function slowJob() {
  let runs = 0;
  let end: (value: string) => void = () => {};
  let fail: (thrown: Error) => void = () => {};
  const job = () => {
    runs++;
    return new Promise<string>((resolve, reject) => {
      end = resolve;
      fail = reject;
    });
  };
  return { job, runs: () => runs, end: (value: string) => end(value), fail: (thrown: Error) => fail(thrown) };
}

test("who asks while it is done waits for it, and who asks later has it done anew", async () => {
  const fly = createSingleFlight();
  const slow = slowJob();
  const waiting = [fly("a", slow.job), fly("a", slow.job), fly("a", slow.job)];
  slow.end("one");
  expect(await Promise.all(waiting)).toEqual(["one", "one", "one"]);
  expect(slow.runs()).toBe(1);
  const later = fly("a", slow.job);
  slow.end("two");
  expect(await later).toBe("two");
  expect(slow.runs()).toBe(2);
});

test("another key is another job", async () => {
  const fly = createSingleFlight();
  expect(await Promise.all([fly("a", async () => 1), fly("b", async () => 2)])).toEqual([1, 2]);
});

test("a job that fails fails all who waited, and nobody after them", async () => {
  const fly = createSingleFlight();
  const slow = slowJob();
  const waiting = Promise.allSettled([fly("a", slow.job), fly("a", slow.job)]);
  slow.fail(new Error("the database is away"));
  expect((await waiting).map(({ status }) => status)).toEqual(["rejected", "rejected"]);
  expect(await fly("a", async () => "well")).toBe("well");
});
