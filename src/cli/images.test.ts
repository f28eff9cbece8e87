import { expect, it } from "vitest";
import { checkText } from "./images.ts";

it("shows a check as a table, and what failed below it", () => {
  const counted = { skipped: 0, asked: true };
  const text = checkText([
    {
      ...counted,
      name: "nginx",
      ref: "nginx:1.30",
      source: "official",
      passed: 8,
      failed: 1,
      failures: ["starts a second time: not within 60 s"],
      why: null,
    },
    {
      name: "base",
      ref: null,
      source: null,
      passed: null,
      failed: null,
      skipped: null,
      failures: [],
      why: "it has no contract suite",
      asked: false,
    },
  ]);
  expect(text.split("\n")).toEqual([
    "IMAGE  SOURCE    PASSED    FAILED    CHECKED",
    "nginx  official  8 passed  1 failed  nginx:1.30",
    "base   -         -         -         not checked: it has no contract suite",
    "failed: nginx: starts a second time: not within 60 s",
    "",
  ]);
});
