import { expect, test } from "vitest";
import { atLeast, parseVersion } from "./version.ts";

test.each([
  ["28.5.2+dfsg4", [28, 5, 2]],
  ["v2.40.3-desktop.1", [2, 40, 3]],
  ["2.40.3-3", [2, 40, 3]],
  ["2.24", [2, 24]],
  ["dev", undefined],
])("reads %s", (text, parts) => {
  expect(parseVersion(text)).toEqual(parts);
});

test.each([
  ["25.0.0", "25.0", true],
  ["25", "25.0", true],
  ["24.0.9", "25.0", false],
  ["2.24.0", "2.24", true],
  ["2.9.0", "2.24", false],
  ["3.0", "2.24", true],
  ["dev", "2.24", false],
])("%s is at least %s: %s", (have, want, expected) => {
  expect(atLeast(have, want)).toBe(expected);
});
