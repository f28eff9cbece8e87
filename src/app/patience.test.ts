import { expect, test } from "vitest";
import { LabError } from "../model/errors.ts";
import { patienceFor, patienceWish } from "./patience.ts";

test.each([
  [0.5, 1],
  [1.3, 1],
  [4, 6],
  [2, 3],
  [1000, 60],
  [Number.NaN, 1],
])("a machine %s times slower is waited for %s times as long", (slowness, times) => {
  expect(patienceFor(slowness)).toBe(times);
});

test("STAGECRAFT_PATIENCE is a number of 1 or more", () => {
  expect(patienceWish({})).toBeUndefined();
  expect(patienceWish({ STAGECRAFT_PATIENCE: "" })).toBeUndefined();
  expect(patienceWish({ STAGECRAFT_PATIENCE: "2.5" })).toBe(2.5);
  for (const bad of ["0", "0.5", "much", "-3", "1e9"])
    expect(() => patienceWish({ STAGECRAFT_PATIENCE: bad })).toThrow(LabError);
});
