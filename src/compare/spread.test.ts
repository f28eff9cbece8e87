import { describe, expect, test } from "vitest";
import { judge } from "./judgement.ts";
import { type Repeated, spreadOf } from "./spread.ts";

const spread = (...values: (number | `>${number}`)[]) =>
  spreadOf(
    values.map(
      (value): Repeated =>
        typeof value === "number" ? { value } : { value: Number(value.slice(1)), atLeast: true },
    ),
  )!;

describe("a spread", () => {
  test("is the min, median and max of the repeats, whatever their order", () => {
    expect(spread(3, 1, 2)).toEqual({ min: 1, median: 2, max: 3, repeats: 3, atLeast: [] });
    expect(spread(1, 2, 3, 10)).toMatchObject({ median: 2.5 });
  });

  test("of nothing is nothing", () => {
    expect(spreadOf([])).toBeUndefined();
  });

  test("says which of its edges are only known to be larger", () => {
    expect(spread(1, 2, ">10")).toEqual({ min: 1, median: 2, max: 10, repeats: 3, atLeast: ["max"] });
    expect(spread(1, ">10", ">10")).toMatchObject({ median: 10, atLeast: ["median", "max"] });
    expect(spread(">10", ">10", ">10")).toMatchObject({ atLeast: ["min", "median", "max"] });
  });

  test("one that may be anything from 5 on leaves every edge open", () => {
    expect(spread(">5", 8, 9)).toMatchObject({
      min: 5,
      median: 8,
      max: 9,
      atLeast: ["min", "median", "max"],
    });
  });
});

describe("which is better", () => {
  test.each([
    ["apart", spread(1, 2, 3), spread(4, 5, 6), "better"],
    ["apart, the other way", spread(4, 5, 6), spread(1, 2, 3), "worse"],
    ["touching", spread(1, 2, 4), spread(4, 5, 6), "no-clear-difference"],
    ["one within the other", spread(1, 5, 9), spread(4, 5, 6), "no-clear-difference"],
    ["alike to the digit", spread(0, 0, 0), spread(0, 0, 0), "same"],
    ["apart from what did not come in time", spread(1, 1, 2), spread(">10", ">10", ">10"), "better"],
    [
      "one did not come in time, and may be as late as any",
      spread(1, ">1", 2),
      spread(5, 6, 7),
      "no-clear-difference",
    ],
    [
      "both did not come in time",
      spread(">10", ">10", ">10"),
      spread(">10", ">10", ">10"),
      "no-clear-difference",
    ],
    ["two repeats", spread(1, 2), spread(4, 5, 6), "too-few-repeats"],
  ] as const)("%s, lower is better", (_, a, b, expected) => {
    expect(judge(a, b, "lower")).toBe(expected);
  });

  test("turns round when higher is better", () => {
    expect(judge(spread(4, 5, 6), spread(1, 2, 3), "higher")).toBe("better");
    expect(judge(spread(1, 2, 3), spread(4, 5, 6), "higher")).toBe("worse");
  });

  test("one repeat is enough for what does not vary", () => {
    expect(judge(spread(3), spread(4), "lower", true)).toBe("better");
    expect(judge(spread(4), spread(4), "lower", true)).toBe("same");
  });

  test("nothing is said without both", () => {
    expect(judge(undefined, spread(1, 2, 3), "lower")).toBe("not-measured");
  });
});
