import { expect, it } from "vitest";
import { metricNamed, metrics } from "./metrics.ts";

it("every metric has one definition, in words", () => {
  const names = metrics.map((metric) => metric.name);
  expect(new Set(names).size).toBe(names.length);
  for (const { name, means, how } of metrics) {
    expect(name).toMatch(/^[a-z]+\.[a-z0-9_]+$/);
    expect([means.length > 10, how.length > 10]).toEqual([true, true]);
  }
});

it("is found by name", () => {
  expect(metricNamed("lb.ejection_s")?.unit).toBe("s");
  expect(metricNamed("lb.nothing")).toBeUndefined();
});
