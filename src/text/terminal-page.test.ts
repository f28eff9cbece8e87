import { describe, expect, test } from "vitest";
import { paintWith } from "./colour.ts";
import { columns } from "./layout.ts";
import { headingLines, pageLines, sparkline } from "./terminal-page.ts";

const plain = { width: 30, paint: paintWith(false) };

describe("pageLines", () => {
  test("paragraphs flow, lists hang, code stays as it is", () => {
    const text = [
      "One *short* paragraph that",
      "goes on for **two bold words**.",
      "",
      "- a: an option that is longer than a line is",
      "- b: short",
      "",
      "1. first",
      "2. second",
      "",
      "    ./lab up single-server",
      "    ./lab down",
    ].join("\n");
    expect(pageLines(text, plain)).toEqual([
      "One short paragraph that goes",
      "on for two bold words.",
      "",
      "  - a: an option that is",
      "    longer than a line is",
      "  - b: short",
      "  1. first",
      "  2. second",
      "",
      "    ./lab up single-server",
      "    ./lab down",
    ]);
  });

  test("a table is aligned where there is room, and told row by row where there is none", () => {
    const table = "| how | at most |\n| --- | --: |\n| killed | 0.9 s |\n| silent host | 1.65 s |";
    expect(pageLines(table, plain)).toEqual([
      "  how          at most",
      "  killed         0.9 s",
      "  silent host   1.65 s",
    ]);
    expect(pageLines(table, { ...plain, width: 20 })).toEqual([
      "  killed",
      "    at most: 0.9 s",
      "  silent host",
      "    at most: 1.65 s",
    ]);
  });

  test("no line of a Korean text is wider than the terminal", () => {
    const text =
      "로드 밸런서가 서버를 빼내기까지 **세 번**의 검사가 실패해야 한다. `x-served-by` 헤더를 보자.\n\n- 케이블을 옮겨 꽂는다";
    for (const width of [20, 33, 80])
      for (const line of pageLines(text, { ...plain, width }))
        expect(columns(line)).toBeLessThanOrEqual(width);
  });

  test("control characters of a foreign lab do not reach the terminal", () => {
    expect(pageLines("a\x1b[2Jb", plain)).toEqual(["ab"]);
  });

  test("bold is painted with colour", () => {
    expect(pageLines("**x** y", { width: 30, paint: paintWith(true) })[0]).toBe("\x1b[1mx\x1b[22m y");
  });
});

test("a heading is as wide as the terminal, and its note stands at the right", () => {
  const [line, rule] = headingLines("여러 대로 나누기", "3/21", plain);
  expect(columns(line!)).toBe(30);
  expect(line!.endsWith("3/21")).toBe(true);
  expect(columns(rule!)).toBe(30);
});

test("bars are told by their height", () => {
  expect(sparkline([0, 1, 4, 8])).toBe(" ▁▄█");
  expect(sparkline([])).toBe("");
  expect(sparkline([0, 0])).toBe("  ");
});
