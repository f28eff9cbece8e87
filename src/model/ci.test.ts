import { expect, test } from "vitest";
import { inCi } from "./ci.ts";

test.each([
  ["true", true],
  ["1", true],
  ["woodpecker", true],
  ["false", false],
  ["False", false],
  ["0", false],
  ["no", false],
  ["", false],
  [undefined, false],
])("CI=%s", (value, is) => {
  expect(inCi({ CI: value })).toBe(is);
});
