import { expect, test } from "vitest";
import { cpuPeriodUs } from "./cpu-period.ts";

test("STAGECRAFT_CPU_PERIOD is whole milliseconds that the kernel takes, nothing when unset", () => {
  expect(cpuPeriodUs({})).toBeUndefined();
  expect(cpuPeriodUs({ STAGECRAFT_CPU_PERIOD: " " })).toBeUndefined();
  expect(cpuPeriodUs({ STAGECRAFT_CPU_PERIOD: "20ms" })).toBe(20_000);
  expect(cpuPeriodUs({ STAGECRAFT_CPU_PERIOD: "1000ms" })).toBe(1_000_000);
  for (const bad of ["20", "0ms", "1001ms", "2.5ms", "1s", "fast"]) {
    expect(() => cpuPeriodUs({ STAGECRAFT_CPU_PERIOD: bad })).toThrow(
      expect.objectContaining({ code: "usage", message: `STAGECRAFT_CPU_PERIOD is "${bad}"` }),
    );
  }
});
