import { expect, it } from "vitest";
import { duration, durationMs, rate, ratePerS } from "./units.ts";

it.each([
  ["300ms", 300],
  ["10s", 10_000],
  ["0.5s", 500],
  ["2m", 120_000],
  ["1h", 3_600_000],
])("%s is %i ms", (text, ms) => {
  expect(duration.safeParse(text).success).toBe(true);
  expect(durationMs(text)).toBe(ms);
});

it.each(["10", "10 s", "-1s", "1d", "s", "1e3s", "99999999s", 10, null])("%j is no duration", (text) => {
  expect(duration.safeParse(text).success).toBe(false);
});

it.each([
  ["60/s", 60],
  ["0.5/s", 0.5],
  ["30/m", 0.5],
])("%s is %d requests a second", (text, perS) => {
  expect(rate.safeParse(text).success).toBe(true);
  expect(ratePerS(text)).toBe(perS);
});

it.each(["60", "60/h", "-1/s", "0/s", "many/s", 60])("%j is no rate", (text) => {
  expect(rate.safeParse(text).success).toBe(false);
});
