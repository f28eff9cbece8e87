import { describe, expect, test } from "vitest";
import type { Question } from "../model/lab.ts";
import type { AskedFigure } from "../model/walk.ts";
import { isAnswer, isFigure, judgeAnswer, readGuess, readNumber } from "./read-answer.ts";

describe("readNumber", () => {
  test.each([
    ["58.9", 58.9],
    ["1,360/s", 1360],
    [" .5 ", 0.5],
    ["2.53×", 2.53],
    ["2.53배", 2.53],
    ["0.69 s", 0.69],
    ["0.69초", 0.69],
    ["> 4.01 s", 4.01],
    ["41.2 %", 0.412],
    ["$0.21", 0.21],
    ["282 MiB", 282],
  ])("%s is %d", (text, value) => {
    expect(readNumber(text)?.value).toBeCloseTo(value);
  });

  test.each(["", "-", "two", "1 2", "1.2.3", "app-1", "NaN", "1e3"])("%j is none", (text) => {
    expect(readNumber(text)).toBeUndefined();
  });
});

describe("readGuess", () => {
  const interval = { kind: "guess", ask: "interval", unit: "s", options: [] } as const;
  test.each([
    "1.5 2.5",
    "1.5..2.5",
    "1.5 .. 2.5",
    "1.5-2.5",
    "1.5 – 2.5",
    "1.5~2.5",
    "1.5 to 2.5",
    "1.5, 2.5",
    "1.5 s 2.5 s",
    "1.5초 ~ 2.5초",
  ])("%s is an interval", (text) => {
    expect(readGuess(text, interval)).toEqual({ value: { low: 1.5, high: 2.5 } });
  });

  test("percent on one side is percent on both", () => {
    const share = { ...interval, unit: "ratio" } as const;
    for (const text of ["20 40%", "20%-40%", "20 % to 40 %"])
      expect(readGuess(text, share)).toEqual({ value: { low: 0.2, high: 0.4 } });
    expect(readGuess("20 40", share)).toEqual({ refusal: "not-a-share" });
    expect(readGuess("0 1", share)).toEqual({ value: { low: 0, high: 1 } });
  });

  test.each([
    ["3", "not-an-interval"],
    ["", "not-an-interval"],
    ["a b", "not-an-interval"],
    ["3 1", "low-above-high"],
  ])("%j: %s", (text, refusal) => {
    expect(readGuess(text, interval)).toEqual({ refusal });
  });

  test("a number, and an option", () => {
    const number = { kind: "guess", ask: "number", unit: "ratio", options: [] } as const;
    expect(readGuess("0.5", number)).toEqual({ value: 0.5 });
    expect(readGuess("50 %", number)).toEqual({ value: 0.5 });
    expect(readGuess("50", number)).toEqual({ refusal: "not-a-share" });
    expect(readGuess("half", number)).toEqual({ refusal: "not-a-number" });
    const choice = { kind: "guess", ask: "choice", unit: "s", options: ["a", "10"] } as const;
    expect(readGuess("A", choice)).toEqual({ value: "a" });
    expect(readGuess("c", choice)).toEqual({ refusal: "not-an-option" });
  });
});

describe("isFigure", () => {
  const figure = (value: number, unit: AskedFigure["unit"]): AskedFigure => ({
    metric: "http.rate",
    on: "two",
    during: "kill/fault",
    value,
    unit,
  });

  test("three digits are enough, and the unit does not matter", () => {
    expect(isFigure("58.9/s", figure(58.93, "1/s"))).toBe(true);
    expect(isFigure("1,360", figure(1358.2, "1/s"))).toBe(true);
    expect(isFigure("0.77", figure(0.7712, "s"))).toBe(true);
    expect(isFigure("53.3", figure(0.5333, "ratio"))).toBe(true);
    expect(isFigure("0.533", figure(0.5333, "ratio"))).toBe(true);
  });

  test("what is near by chance only is another figure", () => {
    expect(isFigure("60", figure(58, "1/s"))).toBe(false);
    expect(isFigure("0.533 %", figure(0.5333, "ratio"))).toBe(false);
    expect(isFigure("50", figure(0.5333, "ratio"))).toBe(false);
    expect(isFigure("much", figure(58, "1/s"))).toBeUndefined();
  });
});

describe("answers", () => {
  test("words, numbers and intervals", () => {
    expect(isAnswer(" Quorum", "quorum")).toBe(true);
    expect(isAnswer("quota", "quorum")).toBe(false);
    expect(isAnswer("2", 2)).toBe(true);
    expect(isAnswer("2.1", 2)).toBe(false);
    expect(isAnswer("0.33", { from: [0.3, 0.37] })).toBe(true);
    expect(isAnswer("33 %", { from: [0.3, 0.37] })).toBe(true);
    expect(isAnswer("0.38", { from: [0.3, 0.37] })).toBe(false);
    expect(isAnswer("a third", { from: [0.3, 0.37] })).toBe(false);
  });

  test("a question takes what fits it", () => {
    const choice: Question = { id: "q", kind: "choice", options: ["a", "b"], answer: "b" };
    expect(judgeAnswer("b", choice)).toEqual({ value: true });
    expect(judgeAnswer("a", choice)).toEqual({ value: false });
    expect(judgeAnswer("z", choice)).toEqual({ refusal: "not-an-option" });
    const number: Question = { id: "q", kind: "number", options: [], answer: 2 };
    expect(judgeAnswer("two", number)).toEqual({ refusal: "not-a-number" });
  });
});
