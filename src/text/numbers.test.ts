import { describe, expect, it } from "vitest";
import { formatFigure, formatNumber, formatValue } from "./numbers.ts";

describe("formatNumber", () => {
  it.each([
    [0, "0"],
    [412.4, "412"],
    [0.012345, "0.0123"],
    [1234.5, "1,230"],
    [999.6, "1,000"],
    [-2.5, "-2.5"],
    [Number.POSITIVE_INFINITY, "∞"],
  ])("%d is %s: three significant digits", (value, text) => {
    expect(formatNumber(value, "en")).toBe(text);
  });

  it("keeps counts exact", () => {
    expect(formatNumber(2415, "en", true)).toBe("2,415");
    expect(formatValue(26_894, "count", "ko")).toBe("26,894");
  });
});

describe("formatValue", () => {
  it.each([
    [0.4123, "ratio", "41.2 %", "41.2 %"],
    [1.926, "times", "1.93×", "1.93배"],
    [58.92, "1/s", "58.9/s", "58.9/초"],
    [2.5, "s", "2.5 s", "2.5초"],
    [0.0175, "$/h", "0.0175 $/h", "0.0175 $/시간"],
    [0.3, "$", "$0.3", "$0.3"],
  ] as const)("%d %s", (value, unit, en, ko) => {
    expect(formatValue(value, unit, "en")).toBe(en);
    expect(formatValue(value, unit, "ko")).toBe(ko);
  });
});

describe("formatFigure", () => {
  it("shows bounds as such, and a dash where there is no figure", () => {
    expect(formatFigure({ value: 10, unit: "s", atLeast: true }, "en")).toBe("> 10 s");
    expect(formatFigure({ value: 2, unit: "times", atMost: true }, "en")).toBe("< 2×");
    expect(formatFigure({ value: null, unit: "s" }, "en")).toBe("–");
  });
});
