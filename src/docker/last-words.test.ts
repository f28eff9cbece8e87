import { expect, test } from "vitest";
import { wordsText } from "./last-words.ts";

test("who has ended comes first, who only waits for others is left out", () => {
  const text = wordsText([
    { service: "app", state: "created", lines: [], cpuS: 0 },
    { service: "web", state: "starting", lines: [], cpuS: 0 },
    { service: "db", state: "ended with 1", lines: ["[ERROR] no space", "Aborting"], cpuS: 0 },
  ]);
  expect(text).toBe(
    "db ended with 1:\n    [ERROR] no space\n    Aborting\n  web is still starting: it has said nothing",
  );
});

test("an unhealthy one is called so", () => {
  expect(wordsText([{ service: "db", state: "unhealthy", lines: ["ready"], cpuS: 0 }])).toBe(
    "db is unhealthy:\n    ready",
  );
});
