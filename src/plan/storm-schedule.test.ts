import { describe, expect, test } from "vitest";
import { type PlannedStrike, recoveryGapMs } from "./storm.ts";
import { checkRadius, withScheduled } from "./storm-schedule.ts";

const strike = (atMs: number, forMs: number, target = "app-1", kind = "kill"): PlannedStrike => ({
  atMs,
  forMs,
  kind,
  target,
  params: {},
});

describe("faults at given times among drawn ones", () => {
  const given = strike(20_000, 5000, "db-1");

  test("a drawn wave that is too near is left out, with all that is in it", () => {
    const near = [strike(12_000, 4000), strike(14_000, 3000, "app-2")]; // ends 3 s before
    const far = strike(25_000 + recoveryGapMs, 2000);
    expect(withScheduled([given], [...near, far])).toEqual([given, far]);
  });

  test("the others stay, in order of time", () => {
    const before = strike(0, 20_000 - recoveryGapMs);
    expect(withScheduled([given], [before])).toEqual([before, given]);
  });
});

describe("the blast radius of given faults", () => {
  test("overlapping faults on more servers than allowed are refused", () => {
    const both = [strike(5000, 10_000, "app-1"), strike(14_900, 3000, "app-2")];
    expect(() => checkRadius(both, 1)).toThrow(/from 5s on 2 servers .*\(app-1, app-2\), and at most 1 may/);
    expect(() => checkRadius(both, 2)).not.toThrow();
  });

  test("one after the other is no overlap", () => {
    expect(() => checkRadius([strike(5000, 5000, "app-1"), strike(10_000, 5000, "app-2")], 1)).not.toThrow();
  });

  test("a short fault within a long one does not hide what follows", () => {
    const three = [strike(0, 10_000, "a"), strike(1000, 1000, "b"), strike(9000, 1000, "c")];
    expect(() => checkRadius(three, 2)).toThrow(/3 servers/);
  });

  test("two faults on one server without a rest are refused", () => {
    const twice = [strike(0, 5000), strike(4000, 2000, "app-1", "latency")];
    expect(() => checkRadius(twice, 2)).toThrow(/struck twice.*app-1 kill, app-1 latency/);
  });
});
