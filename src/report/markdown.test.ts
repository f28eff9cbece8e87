import { expect, it } from "vitest";
import { finishedRun } from "../model/testing/finished.ts";
import { renderMarkdown } from "./markdown.ts";

it("has the verdict as its title, the claims, a table and how to repeat it", () => {
  const text = renderMarkdown(finishedRun(), { language: "en" });
  expect(text).toMatch(/^# PASS: 04-scale-out: Scale out behind a load balancer\n/);
  expect(text).toContain("- scale-out: `lb.ejection_s` **2.5 s**, expected ≤ 4 s");
  expect(text).toContain("| scale-out | fault | 87.5/s | 12.5 % | – | – | 93.1 ms | 25 % | app-2 |");
  expect(text).toContain("- command: `./lab run 04-scale-out --seed seed`");
});

it("lets nothing that was measured become markup", () => {
  const run = finishedRun();
  run.measurements.phases[0]!.byServer = { "<img src=x>|`app`": 5 };
  const text = renderMarkdown(run, { language: "en" });
  expect(text).not.toContain("<img");
  expect(text).toContain("&lt;img src=x&gt;\\|\\`app\\`");
});

it("speaks Korean", () => {
  expect(renderMarkdown(finishedRun(), { language: "ko" })).toContain("## 측정값");
});

const told = {
  "kill-one": { en: "It is **found**.\n\n- one\n- two", ko: "찾는다." },
  other: { en: "No.", ko: "아니다." },
};

it("tells below a step's table what the lab says it shows", () => {
  const run = finishedRun();
  const text = renderMarkdown({ ...run, plan: { ...run.plan, after: told } }, { language: "en" });
  expect(text.indexOf("It is **found**.\n\n- one\n- two\n")).toBeGreaterThan(
    text.indexOf("| scale-out | fault |"),
  );
  expect(text).not.toContain("No.");
  expect(renderMarkdown({ ...run, plan: { ...run.plan, after: told } }, { language: "ko" })).toContain(
    "찾는다.",
  );
});
