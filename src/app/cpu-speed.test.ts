import { expect, test } from "vitest";
import { LabError } from "../model/errors.ts";
import { plannedStage } from "../model/testing/sample-plan.ts";
import { checkSpeed, coresAt, cpuSpeed } from "./cpu-speed.ts";

test("STAGECRAFT_SPEED is 1 when unset, and a number from 0.25 on", () => {
  expect(cpuSpeed({})).toBe(1);
  expect(cpuSpeed({ STAGECRAFT_SPEED: " " })).toBe(1);
  expect(cpuSpeed({ STAGECRAFT_SPEED: "0.25" })).toBe(0.25);
  expect(cpuSpeed({ STAGECRAFT_SPEED: "1.5" })).toBe(1.5);
  for (const bad of ["0.2", "0", "-1", "half", "50%", "9", "NaN"])
    expect(() => cpuSpeed({ STAGECRAFT_SPEED: bad })).toThrow(
      expect.objectContaining({ code: "usage", next: expect.stringContaining("from 0.25 to 1") }),
    );
});

// 0.3 + 0.2 + 0.2 cores and a client of 0.4
const stage = plannedStage("pair");

test("servers are scaled, the load generator's share is not", () => {
  expect(coresAt(stage, 1)).toBeCloseTo(1.1);
  expect(coresAt(stage, 0.5)).toBeCloseTo(0.75);
  expect(coresAt(stage, 2)).toBeCloseTo(1.8);
});

test("above 1 the host must have the cores, and the refusal says what fits", () => {
  expect(() => checkSpeed(2, [stage], 2)).not.toThrow();
  expect(() => checkSpeed(3, [stage], 2)).toThrow(LabError);
  expect(() => checkSpeed(3, [stage], 2)).toThrow(
    expect.objectContaining({
      message: "STAGECRAFT_SPEED=3 asks for 2.5 cores; this host has 2",
      next: "at most 2.28 fits here",
    }),
  );
  expect(() => checkSpeed(1.1, [stage], 1)).toThrow(
    expect.objectContaining({ next: "unset it: nothing above 1 fits here" }),
  );
});

test("a stage that does not fit at speed 1 either is no matter of the speed", () => {
  expect(() => checkSpeed(1, [stage], 0.5)).not.toThrow();
});
