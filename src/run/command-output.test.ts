import { expect, test } from "vitest";
import { numberSaid, outputTail } from "./command-output.ts";

test.each([
  ["3\n", 3],
  ["rows\n12.5\n\n", 12.5],
  ["-4", -4],
  ["+.5", 0.5],
  ["7.", 7],
  ["1e3\r\n", 1000],
  ["\u001b[32m9\u001b[0m\n", 9],
])("%j says %d", (said, value) => {
  expect(numberSaid(said)).toBe(value);
});

test.each(["", "\n", "12 ms", "ok", "3\nok", "0x10", "1e999", "NaN", "Infinity", "1 2", "--3"])(
  "%j says no number",
  (said) => {
    expect(numberSaid(said)).toBeUndefined();
  },
);

test("what a command said is safe to print", () => {
  expect(outputTail("\u001b]0;owned\u0007one\r\n\u001b[2Jtwo\u0000\n\n")).toBe("one\ntwo");
});

test("of much that a command said the end is kept, in whole characters", () => {
  const said = outputTail(`${"가".repeat(2000)} the end`);
  expect(Buffer.byteLength(said)).toBeLessThanOrEqual(2048);
  expect(Buffer.byteLength(said)).toBeGreaterThan(2040);
  expect(said).toMatch(/^…가+ the end$/);
  expect(outputTail("x".repeat(2048))).toBe("x".repeat(2048));
});
