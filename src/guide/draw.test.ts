import { describe, expect, test } from "vitest";
import type { PhaseSummary } from "../model/measurement.ts";
import type { AskedFigure, Progress } from "../model/walk.ts";
import { calibrationOf } from "./calibration.ts";
import { drawFigure, drawMomentMs, newSeed } from "./draw.ts";
import { missingServers } from "./missing.ts";

const seeds = Array.from({ length: 40 }, (_, at) => `learner${at}`);
const figure = (value: number, unit: AskedFigure["unit"] = "s"): AskedFigure => ({
  metric: "lb.ejection_s",
  on: "two",
  during: "kill/fault",
  value,
  unit,
});

describe("what is drawn for each learner", () => {
  const figures = [figure(1.1), figure(2.2), figure(3.3)];
  test("the figure that is asked is the same for one learner and run, and another for others", () => {
    const drawn = (seed: string, run = "r1") => drawFigure(figures, seed, "kill", run)?.value;
    expect(new Set(seeds.map((seed) => drawn(seed))).size).toBe(3);
    expect(new Set(seeds.map((_, at) => drawn("one", `r${at}`))).size).toBe(3);
    for (const seed of seeds) expect(drawn(seed)).toBe(drawn(seed));
  });

  test("figures that anybody could guess are not asked", () => {
    const plain = [
      figure(0),
      figure(0.99, "ratio"),
      figure(0.01, "ratio"),
      figure(3, "count"),
      figure(Number.NaN),
    ];
    expect(drawFigure(plain, "s", "kill", "r")).toBeUndefined();
    expect(drawFigure([...plain, figure(17, "count")], "s", "kill", "r")?.value).toBe(17);
    expect(drawFigure([], "s", "kill", "r")).toBeUndefined();
  });

  test("the moment lies within bounds, and moves with each attempt", () => {
    const moments = seeds.map((seed) => drawMomentMs(seed, "turn", 0));
    expect(Math.min(...moments)).toBeGreaterThanOrEqual(6000);
    expect(Math.max(...moments)).toBeLessThan(16_000);
    expect(new Set(moments).size).toBeGreaterThan(30);
    expect(drawMomentMs("a", "turn", 0)).not.toBe(drawMomentMs("a", "turn", 1));
  });

  test("a seed is easily typed", () => {
    expect(newSeed(() => 0)).toBe("aaaaaaaa");
    expect(newSeed(() => 0.999)).toMatch(/^[a-z2-9]{8}$/);
    expect(newSeed(Math.random)).not.toBe(newSeed(Math.random));
  });
});

describe("missingServers", () => {
  const phase = (name: "baseline" | "fault", on: string, byServer: Record<string, number>): PhaseSummary => ({
    step: "kill",
    on,
    repeat: 0,
    phase: name,
    lengthMs: 4000,
    asked: 240,
    ok: 200,
    failed: 0,
    refused: 0,
    byServer,
  });

  test("names who hardly answers any more while others go on", () => {
    const phases = [
      phase("baseline", "two", { "app-1": 118, "app-2": 81 }),
      phase("fault", "two", { "app-2": 225, "app-1": 9 }),
    ];
    expect(missingServers(phases, "kill")).toEqual(["app-1"]);
    expect(missingServers(phases, "other")).toEqual([]);
  });

  test("a stage with one server tells nothing, and nobody is missing where all go on", () => {
    expect(
      missingServers(
        [phase("baseline", "one", { "app-1": 262 }), phase("fault", "one", { "app-1": 1 })],
        "kill",
      ),
    ).toEqual([]);
    const even = { "app-1": 100, "app-2": 90 };
    expect(missingServers([phase("baseline", "two", even), phase("fault", "two", even)], "kill")).toEqual([]);
    expect(missingServers([phase("baseline", "two", even)], "kill")).toEqual([]);
  });
});

test("calibration counts what held, lab by lab, and leaves out what could not be compared", () => {
  const step = (held: boolean | null, score: number | null) => ({ scored: { held, score } as never });
  const walk = (steps: Progress["labs"][string]["steps"]) => ({ at: "x", startedAt: "", steps });
  const progress: Progress = {
    format: 1,
    revision: 1,
    seed: "s",
    lab: null,
    labs: {
      "04-b": walk({ a: step(true, 80), b: step(false, 10), c: step(null, null), d: {} }),
      "01-a": walk({ a: step(true, 60) }),
      "02-c": walk({ a: {} }),
    },
  };
  expect(calibrationOf(progress)).toEqual({
    labs: [
      { lab: "01-a", scored: 1, held: 1, points: 60 },
      { lab: "04-b", scored: 2, held: 1, points: 45 },
    ],
    all: { lab: null, scored: 3, held: 2, points: 50 },
  });
  expect(calibrationOf({ ...progress, labs: {} }).all.points).toBeNull();
});
