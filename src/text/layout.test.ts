import { describe, expect, it } from "vitest";
import { alignRows, columns, cutTo, pad, wrap } from "./layout.ts";

describe("layout", () => {
  it("counts Korean letters as two columns and colours as none", () => {
    expect(columns("한글 ab")).toBe(7);
    expect(columns("\x1b[32mok\x1b[39m")).toBe(2);
    expect(pad("한글", 6)).toBe("한글  ");
    expect(pad("한글", 6, "right")).toBe("  한글");
  });

  it("cuts by columns, never through a character", () => {
    expect(cutTo("한글입니다", 6)).toBe("한글…");
    expect(cutTo("short", 6)).toBe("short");
  });

  it("wraps at spaces, and breaks words that are longer than a line", () => {
    expect(wrap("one two three", 7)).toEqual(["one two", "three"]);
    expect(wrap("가나다라마바", 5)).toEqual(["가나", "다라", "마바"]);
    for (const line of wrap("두 대는 한 대의 1.4배 이상을 처리한다 without exception", 11)) {
      expect(columns(line)).toBeLessThanOrEqual(11);
    }
  });

  it("aligns columns by what is seen", () => {
    expect(
      alignRows(
        [
          ["단계", "1"],
          ["ab", "10"],
        ],
        [1],
      ),
    ).toEqual(["단계   1", "ab    10"]);
  });
});
