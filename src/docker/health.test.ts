import { expect, test } from "vitest";
import { composeMs, startPeriods, withPatientChecks } from "./health.ts";

test.each([
  ["1m0s", 60_000],
  ["500ms", 500],
  ["1h2m3.5s", 3_723_500],
  ["30s", 30_000],
  ["", undefined],
  ["soon", undefined],
  [30, undefined],
])("%s is %s ms", (text, ms) => {
  expect(composeMs(text)).toBe(ms);
});

const compose = {
  name: "stage",
  services: {
    db: { healthcheck: { test: ["CMD", "ask"], timeout: "5s", start_period: "1m0s", retries: 3 } },
    bare: { healthcheck: { test: ["CMD", "ask"] } },
    off: { healthcheck: { disable: true } },
    none: {},
  },
};

test("a check counts only after the deadline, and may take longer", () => {
  const { services } = withPatientChecks(compose, { deadlineMs: 900_000, times: 4 });
  expect(services.db!.healthcheck).toEqual({
    test: ["CMD", "ask"],
    timeout: "20000ms",
    start_period: "900000ms",
    retries: 3,
  });
  expect(services.bare!.healthcheck).toMatchObject({ timeout: "120000ms" });
  expect(services.off).toEqual(compose.services.off);
  expect(services.none).toEqual({});
});

test("what the author allowed is still known", () => {
  expect(startPeriods(compose)).toEqual({ db: 60_000, bare: 0, off: 0, none: 0 });
});
