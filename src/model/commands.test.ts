import { expect, test } from "vitest";
import { commandSlackMs, longestMs, overrunMs } from "./commands.ts";
import type { PlannedCommand } from "./plan.ts";

const command = (change: Partial<PlannedCommand> = {}): PlannedCommand => ({
  id: "scan",
  in: "laptop",
  run: "true",
  times: 1,
  timeoutMs: 5000,
  phase: "fault",
  afterMs: 0,
  ...change,
});

test("a command lasts as long as all its runs may", () => {
  expect(longestMs(command({ times: 3 }))).toBe(3 * (5000 + commandSlackMs));
});

test("a phase lasts longer than planned by what its latest command does", () => {
  const phases = [
    { name: "baseline" as const, ms: 10_000 },
    { name: "fault" as const, ms: 10_000 },
  ];
  expect(overrunMs(phases, undefined)).toBe(0);
  expect(overrunMs([{ name: "fault", ms: 60_000 }], [command()])).toBe(0);
  const commands = [
    command(),
    command({ id: "late", afterMs: 8000 }),
    command({ id: "b", phase: "baseline" }),
  ];
  expect(overrunMs(phases, commands)).toBe(
    8000 + 5000 + commandSlackMs - 10_000 + (5000 + commandSlackMs - 10_000),
  );
});
