import { describe, expect, test } from "vitest";
import { intervalOf, scoreOf, scoreOfChoice, winkler } from "./scoring.ts";

describe("winkler", () => {
  test("an interval that holds costs its width", () => {
    expect(winkler({ low: 0.2, high: 0.5 }, { value: 0.3 }, "ratio")).toBeCloseTo(0.3);
    expect(winkler({ low: 1, high: Math.E }, { value: 2 }, "s")).toBeCloseTo(1);
  });

  test("what lies outside costs twenty times as much: nine in ten should hold", () => {
    expect(winkler({ low: 0.2, high: 0.5 }, { value: 0.6 }, "ratio")).toBeCloseTo(0.3 + 20 * 0.1);
    expect(winkler({ low: 0.2, high: 0.5 }, { value: 0.1 }, "ratio")).toBeCloseTo(0.3 + 20 * 0.1);
  });

  test("a scale has no influence: milliseconds are scored like requests", () => {
    const small = winkler({ low: 2, high: 4 }, { value: 5 }, "ms");
    const large = winkler({ low: 200, high: 400 }, { value: 500 }, "1/s");
    expect(small).toBeCloseTo(large);
  });

  test("a bound is only wrong on its other side", () => {
    const interval = { low: 5, high: 8 };
    expect(winkler(interval, { value: 4, atLeast: true }, "s")).toBeCloseTo(Math.log(8 / 5));
    expect(winkler(interval, { value: 10, atLeast: true }, "s")).toBeGreaterThan(4);
    expect(winkler(interval, { value: 10, atMost: true }, "s")).toBeCloseTo(Math.log(8 / 5));
    expect(winkler(interval, { value: 4, atMost: true }, "s")).toBeGreaterThan(4);
  });

  test("the rule is proper: on average nobody does better than with the true 5 % and 95 % points", () => {
    const truths = Array.from({ length: 1000 }, (_, at) => (at + 0.5) / 1000);
    const mean = (low: number, high: number) =>
      truths.reduce((sum, value) => sum + winkler({ low, high }, { value }, "ratio"), 0) / truths.length;
    const honest = mean(0.05, 0.95);
    for (const [low, high] of [
      [0, 1],
      [0.2, 0.8],
      [0.4, 0.6],
      [0.05, 0.8],
    ] as const)
      expect(mean(low, high)).toBeGreaterThan(honest);
  });
});

describe("scoreOf", () => {
  test.each([
    [{ low: 1.5, high: 2.5 }, 2, "times", 66, true],
    [{ low: 1, high: 4 }, 2, "times", 42, true],
    [{ low: 1.5, high: 1.6 }, 2, "times", 18, false],
    [{ low: 2, high: 2 }, 2, "times", 100, true],
    [0.5, 0.53, "ratio", 91, true],
    [0.5, 0.9, "ratio", 12, false],
    [100, 110, "count", 69, true],
    [0, 0, "count", 100, true],
    [{ low: 0, high: 0.1 }, 0, "ratio", 91, true],
  ] as const)("%j of %d %s: %d points, held %s", (guess, value, unit, score, held) => {
    expect(scoreOf(guess, { value }, unit)).toEqual({ score, held });
  });

  test("narrower is better as long as it holds, and a miss is worse the further it is off", () => {
    const score = (low: number, high: number) => scoreOf({ low, high }, { value: 50 }, "ms").score!;
    expect(score(45, 55)).toBeGreaterThan(score(20, 80));
    expect(score(55, 60)).toBeGreaterThan(score(75, 80));
    expect(score(20, 80)).toBeGreaterThan(score(75, 80));
  });

  test("edges hold", () => {
    expect(scoreOf({ low: 0.3, high: 0.6 }, { value: 0.6 }, "ratio").held).toBe(true);
    expect(scoreOf({ low: 0.3, high: 0.6 }, { value: 0.3 }, "ratio").held).toBe(true);
  });

  test("without a truth, or of a word, there is no score", () => {
    expect(scoreOf({ low: 1, high: 2 }, null, "s")).toEqual({ score: null, held: null });
    expect(scoreOf("a", { value: 1 }, "s")).toEqual({ score: null, held: null });
    expect(intervalOf("a", "s")).toBeUndefined();
  });
});

describe("scoreOfChoice", () => {
  test("of numbers the nearest is right, by factors", () => {
    const options = ["1", "10", "100"];
    expect(scoreOfChoice("10", options, { value: 30 }, "ms")).toEqual({ score: 100, held: true });
    expect(scoreOfChoice("100", options, { value: 30 }, "ms")).toEqual({ score: 0, held: false });
    expect(scoreOfChoice("100", options, { value: 32 }, "ms")).toEqual({ score: 100, held: true });
  });

  test("of words nothing can be told", () => {
    expect(scoreOfChoice("a", ["a", "b"], { value: 1 }, "s")).toEqual({ score: null, held: null });
    expect(scoreOfChoice("1", ["1", "2"], null, "s")).toEqual({ score: null, held: null });
    expect(scoreOfChoice("3", ["1", "2"], { value: 1 }, "s")).toEqual({ score: null, held: null });
  });
});
