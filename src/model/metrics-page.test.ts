import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { metrics } from "./metrics.ts";
import { metricsPage } from "./metrics-page.ts";

test("docs/metrics.md says what the dictionary says", () => {
  const page = readFileSync(new URL("../../docs/metrics.md", import.meta.url), "utf8");
  expect(page, "./lab metrics --markdown > docs/metrics.md").toBe(metricsPage(metrics));
});
