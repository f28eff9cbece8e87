import { describe, expect, it } from "vitest";
import type { Comparison } from "../model/lab.ts";
import { decide, divide, type Interval, intervalOf, medianInterval } from "./interval.ts";

const comparisons: Comparison[] = ["<=", "<", ">=", ">", "=="];

function holds(value: number, op: Comparison, threshold: number): boolean {
  const table = {
    "<=": value <= threshold,
    "<": value < threshold,
    ">=": value >= threshold,
    ">": value > threshold,
  };
  return op === "==" ? value === threshold : table[op];
}

/** A few true values that an interval allows: never its lower end, unless it is exact. */
function members({ low, high }: Interval): number[] {
  if (low === high) return [low];
  const top = Math.min(high, 1000);
  return [low + 0.001, (low + top) / 2, top, ...[1, 2, 3, 4].filter((value) => value > low && value <= top)];
}

describe("decide", () => {
  const ends = [0, 1, 2, 3, 4];
  const intervals: Interval[] = ends.flatMap((low) => [
    intervalOf(low),
    intervalOf(low, true),
    ...ends.filter((high) => high > low).map((high) => ({ low, high })),
  ]);
  const cases = intervals.flatMap((interval) =>
    comparisons.flatMap((op) => ends.map((threshold) => ({ interval, op, threshold }))),
  );

  it("says yes or no only when every possible true value agrees, and says so whenever they do", () => {
    for (const { interval, op, threshold } of cases) {
      const answers = new Set(members(interval).map((value) => holds(value, op, threshold)));
      const decided = decide(interval, op, threshold);
      const expected = answers.size === 2 ? null : answers.has(true);
      expect({ interval, op, threshold, decided }).toEqual({ interval, op, threshold, decided: expected });
    }
    expect(cases.length).toBe(20 * 5 * 5);
  });

  it.each([
    ["an event later than the phase is not within less", 10, "<=", 4, false],
    ["nor within just the phase", 10, "<=", 10, false],
    ["but may be within more than the phase", 5, "<=", 8, null],
    ["it surely lasted longer than less than the phase", 10, ">=", 4, true],
    ["and longer than the phase itself", 10, ">", 10, true],
  ] as const)("%s", (_name, value, op, threshold, expected) => {
    expect(decide(intervalOf(value, true), op, threshold)).toBe(expected);
  });
});

describe("medianInterval", () => {
  it("takes the middle value, or the mean of the middle two", () => {
    expect(medianInterval([3, 1, 2].map((value) => intervalOf(value)))).toEqual({ low: 2, high: 2 });
    expect(medianInterval([4, 1, 2, 3].map((value) => intervalOf(value)))).toEqual({ low: 2.5, high: 2.5 });
  });

  it("stays exact when censored values do not reach the middle", () => {
    expect(medianInterval([intervalOf(1), intervalOf(2), intervalOf(10, true)])).toEqual({ low: 2, high: 2 });
  });

  it("is a bound when they may", () => {
    const { low, high } = medianInterval([intervalOf(3), intervalOf(5, true), intervalOf(6)]);
    expect({ low, high }).toEqual({ low: 5, high: 6 });
    const open = medianInterval([intervalOf(1), intervalOf(10, true), intervalOf(10, true)]);
    expect(open).toEqual({ low: 10, high: Number.POSITIVE_INFINITY });
  });
});

describe("divide", () => {
  it("bounds the quotient from both sides", () => {
    expect(divide(intervalOf(6), intervalOf(3))).toEqual({ low: 2, high: 2 });
    expect(divide(intervalOf(6, true), intervalOf(3))).toEqual({ low: 2, high: Number.POSITIVE_INFINITY });
    expect(divide(intervalOf(6), intervalOf(3, true))).toEqual({ low: 0, high: 2 });
    expect(divide(intervalOf(6), intervalOf(0))).toBeNull();
  });
});
