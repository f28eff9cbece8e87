import { expect, test } from "vitest";
import { keyAt, pagesOf } from "./pager.ts";

const lines = (count: number) => Array.from({ length: count }, (_, at) => `line ${at + 1}`);

test("pages are as long as the terminal, the last one as long as what is left", () => {
  expect(pagesOf(lines(7), 3, 80).map((page) => page.length)).toEqual([3, 3, 1]);
  expect(pagesOf(lines(3), 3, 80)).toEqual([lines(3)]);
  expect(pagesOf([], 3, 80)).toEqual([[]]);
});

test("a line that is wider than the terminal takes as many rows as it needs", () => {
  expect(pagesOf(["ab", "가나다", "c"], 2, 4)).toEqual([["ab"], ["가나다"], ["c"]]);
  expect(pagesOf(["abcdefghij"], 2, 4)).toEqual([["abcdefghij"]]);
});

test("colours take no room", () => {
  expect(pagesOf(["\x1b[1mabcd\x1b[22m", "e"], 2, 4)).toHaveLength(1);
});

test.each([
  [" ", "more"],
  ["\r", "more"],
  ["q", "rest"],
  ["Q", "rest"],
  ["\x03", "stop"],
  ["x", undefined],
])("the key %j does %s", (key, does) => {
  expect(keyAt(key)).toBe(does);
});
