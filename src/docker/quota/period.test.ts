import { expect, test } from "vitest";
import { quotaWithin, withPeriod } from "./period.ts";

test("a quota is its share of the period", () => {
  expect(quotaWithin(0.3, 100_000)).toEqual({ quotaUs: 30_000, periodUs: 100_000 });
  expect(quotaWithin(2, 20_000)).toEqual({ quotaUs: 40_000, periodUs: 20_000 });
});

test("one that the kernel would not take gets a longer period, and keeps its share", () => {
  const { quotaUs, periodUs } = quotaWithin(0.1, 5000);
  expect(quotaUs).toBe(1000);
  expect(quotaUs / periodUs).toBeCloseTo(0.1, 3);
});

const compose = {
  name: "p",
  services: { app: { image: "node", cpus: 0.2 }, free: { image: "x" }, unlimited: { cpus: 0 } },
};

test("services get the period, those without a limit none", () => {
  expect(withPeriod(compose, 20_000).services).toEqual({
    app: { image: "node", cpu_period: 20_000, cpu_quota: 4000 },
    free: { image: "x" },
    unlimited: { cpus: 0 },
  });
  expect(withPeriod(compose, undefined)).toBe(compose);
});
