import { expect, test } from "vitest";
import type { StepOf } from "../model/lab.ts";
import { plannedPhases } from "./phases.ts";

const step = (phases: StepOf<"measure">["phases"]) => ({ phases }) as StepOf<"measure">;
const quick = { rate: 1, phases: 0.1, repeats: 1 };

test("--quick makes phases shorter, but not shorter than a second", () => {
  const phases = plannedPhases(step({ baselineMs: 4000, faultMs: 20_000, recoveryMs: 5000 }), quick, true);
  expect(phases.map(({ ms }) => ms)).toEqual([2000, 1000, 2000, 1000]);
});

test("a step without fault and recovery has none with --quick either", () => {
  const phases = plannedPhases(step({ baselineMs: 30_000, faultMs: 0, recoveryMs: 0 }), quick, true);
  expect(phases.map(({ name }) => name)).toEqual(["warmup", "baseline"]);
});
