import { describe, expect, it } from "vitest";
import type { Claim } from "../model/lab.ts";
import type { Measurement, Measurements } from "../model/measurement.ts";
import { judgeClaim } from "./claim.ts";

const where = { step: "report", phase: "fault", repeat: 0, samples: 100 } as const;

const latency = (on: string, value: number): Measurement => ({
  ...where,
  metric: "latency.p90",
  unit: "ms",
  on,
  value,
});
const throttled = (on: string, value: number | null, of?: string, repeat = 0): Measurement => ({
  ...where,
  repeat,
  metric: "cpu.throttled_ratio",
  unit: "ratio",
  on,
  value,
  ...(of !== undefined && { of }),
  ...(value === null && { reason: "the engine's counters were not read in this phase" }),
});

const claim = (change: Partial<Claim>): Claim => ({
  id: "slow",
  says: { en: "", ko: "" },
  metric: "latency.p90",
  subject: { on: "split", during: { step: "report", phase: "fault" } },
  expect: { op: "<=", value: 50, minSamples: 1 },
  mustFailOn: ["single"],
  proves: [],
  ...change,
});

const rows = (...more: Measurement[]): Measurements => ({
  run: "x",
  lab: "l",
  measurements: [latency("split", 20), latency("single", 400), ...more],
  unsound: [],
  phases: [],
  outages: [],
});

const split = (web: number, db: number): Measurement[] => [
  throttled("split", Math.max(web, db)),
  throttled("split", web, "web-1"),
  throttled("split", db, "db-1"),
];
const single = [throttled("single", 0.9), throttled("single", 0.9, "server-1")];

describe("a claim that allows so much throttling", () => {
  it("is invalid when a server of its stage had more, and says which and how much", () => {
    const found = judgeClaim(claim({ allowThrottled: { split: 0.2 } }), rows(...split(0.1, 0.43), ...single));
    expect(found).toMatchObject({ verdict: "invalid", value: null });
    expect(found.reasons).toEqual([
      "db-1 of split used up its quota in 43 % of its periods (report/fault); the claim allows 20 %",
    ]);
  });

  it("is judged at the limit and below", () => {
    for (const db of [0.2, 0.05])
      expect(
        judgeClaim(claim({ allowThrottled: { split: 0.2 } }), rows(...split(0.1, db), ...single)).verdict,
      ).toBe("pass");
  });

  it("lets a control that it does not name fail by being throttled, and holds one that it names to it", () => {
    const all = rows(...split(0, 0), ...single);
    expect(judgeClaim(claim({ allowThrottled: { split: 0.2 } }), all).controls[0]?.verdict).toBe("failed");
    const named = judgeClaim(claim({ allowThrottled: { split: 0.2, single: 0.5 } }), all);
    expect(named.verdict).toBe("pass");
    expect(named.controls[0]).toMatchObject({ verdict: "invalid" });
    expect(named.controls[0]?.reason).toContain("server-1 of single");
  });

  it("looks at each side of a comparison", () => {
    const ratio = claim({
      subject: { on: "single", during: { step: "report", phase: "fault" }, comparedWith: { on: "split" } },
      mustFailOn: [],
      allowThrottled: { split: 0.2 },
    });
    expect(judgeClaim(ratio, rows(...split(0.5, 0), ...single)).verdict).toBe("invalid");
    expect(judgeClaim(ratio, rows(...split(0, 0), ...single)).verdict).toBe("pass");
  });

  it("is spoiled by one repeat of several", () => {
    const two = rows(
      { ...latency("split", 20), repeat: 1 },
      ...split(0, 0),
      throttled("split", 0.6, undefined, 1),
      throttled("split", 0.6, "web-1", 1),
    );
    expect(judgeClaim(claim({ allowThrottled: { split: 0.2 } }), two).verdict).toBe("invalid");
  });

  it("is unknown where nobody can tell; without a limit nobody asks", () => {
    const untold = rows(throttled("split", null), ...single);
    const found = judgeClaim(claim({ allowThrottled: { split: 0.2 } }), untold);
    expect(found).toMatchObject({ verdict: "unknown" });
    expect(found.reasons).toEqual([
      "split: nobody can tell how often it was throttled",
      "split: the engine's counters were not read in this phase",
    ]);
    expect(judgeClaim(claim({ allowThrottled: { split: 0.2 } }), rows()).verdict).toBe("unknown");
    expect(judgeClaim(claim({}), untold).verdict).toBe("pass");
  });
});
