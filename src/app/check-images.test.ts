import { expect, it } from "vitest";
import { type CheckedImage, checkImagesExitCode } from "./check-images.ts";

const checked = (failed: number): CheckedImage => ({
  name: "web",
  ref: "web:1",
  source: "official",
  passed: 3,
  failed,
  skipped: 0,
  failures: [],
  why: null,
  asked: true,
});
const not = (asked: boolean): CheckedImage => ({
  ...checked(0),
  ref: null,
  source: null,
  passed: null,
  failed: null,
  skipped: null,
  why: "it is not here",
  asked,
});

it.each<[string, CheckedImage[], 0 | 1 | 3]>([
  ["all passed", [checked(0), checked(0)], 0],
  ["one that nobody asked for is not here", [checked(0), not(false)], 0],
  ["one that was asked for could not be had", [checked(0), not(true)], 3],
  ["a test failed, whatever else", [checked(1), checked(0), not(true)], 1],
  ["nothing is here", [not(false), not(false)], 3],
  ["there is nothing", [], 3],
])("%s: exit code", (_, images, code) => {
  expect(checkImagesExitCode(images)).toBe(code);
});
