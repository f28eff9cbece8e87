import { describe, expect, test } from "vitest";
import { LabError } from "../model/errors.ts";
import type { RunningServer } from "../model/stage.ts";
import type { PlannedStrike } from "../plan/storm.ts";
import { type StormWish, scheduleStorm } from "./storm-schedule.ts";

const server = (name: string, role: RunningServer["role"]): RunningServer => ({
  name,
  type: "nano",
  containers: [],
  ...(role && { role }),
});
const stage = {
  alias: "scale-out",
  servers: [
    server("lb-1", "entry"),
    server("app-1", "app"),
    server("app-2", "app"),
    server("db-1", "database"),
  ],
};
const single = { alias: "single-server", servers: [server("box-1", "app")] };
const kinds = [{ kind: "kill" }, { kind: "latency" }];
const possible = () => undefined;

const wish = (over: Partial<StormWish> = {}): StormWish => ({
  seed: "7",
  kinds,
  atMost: 1,
  scheduled: [],
  ...over,
});
const at = (atMs: number, target: string, forMs = 3000, kind = "kill"): PlannedStrike => ({
  atMs,
  forMs,
  kind,
  target,
  params: {},
});

function refused(
  over: Partial<StormWish>,
  on: typeof stage = stage,
  impossible = possible as () => undefined,
) {
  try {
    scheduleStorm(on, wish(over), impossible);
  } catch (thrown) {
    if (thrown instanceof LabError) return thrown;
    throw thrown;
  }
  throw new Error(`was taken: ${JSON.stringify(over)}`);
}

describe("the blast radius", () => {
  test("by default the app servers, as they stand in for each other", () => {
    const { strikes } = scheduleStorm(stage, wish({ forMs: 600_000 }), possible);
    expect([...new Set(strikes.map((one) => one.target))].sort()).toEqual(["app-1", "app-2"]);
  });

  test("a stage without peers needs --within, and its servers are listed", () => {
    const error = refused({}, single);
    expect(error.code).toBe("usage");
    expect(error.next).toMatch(/--within .*: box-1/);
    expect(scheduleStorm(single, wish({ within: ["box-1"] }), possible).strikes.length).toBeGreaterThan(0);
  });

  test("a server that does not exist: the nearest and all there are", () => {
    expect(refused({ within: ["app-3"] }).next).toMatch(
      /did you mean "app-1"\? servers: lb-1, app-1, app-2, db-1/,
    );
    expect(refused({ scheduled: [at(0, "ap-1")] }).next).toMatch(/did you mean "app-1"/);
  });

  test("at least one of several servers stays whole", () => {
    expect(refused({ atMost: 2 }).message).toMatch(/of 2 servers 1 to 1/);
    expect(refused({ atMost: 2, within: ["app-1"] }).message).toMatch(/of 1 servers 1 to 1/);
    const three = { atMost: 2, within: ["app-1", "app-2", "db-1"], forMs: 600_000 };
    expect(scheduleStorm(stage, wish(three), possible).strikes.length).toBeGreaterThan(40);
  });

  test("faults at given times keep to it", () => {
    const both = [at(5000, "app-1"), at(6000, "db-1")];
    const { seed: _, ...drawless } = wish({ scheduled: both });
    expect(() => scheduleStorm(stage, drawless, possible)).toThrow(/2 servers would be broken/);
    expect(scheduleStorm(stage, { ...drawless, atMost: 2 }, possible).strikes).toEqual(both);
    expect(refused({ scheduled: [at(0, "db-1")], within: ["app-1", "app-2"] }).next).toMatch(
      /--within app-1,app-2,db-1/,
    );
  });
});

describe("what strikes", () => {
  test("the seed is really used, and told; without one another is drawn each time", () => {
    const of = (seed: string) => JSON.stringify(scheduleStorm(stage, wish({ seed }), possible).strikes);
    expect(of("7")).toBe(of("7"));
    expect(of("8")).not.toBe(of("7"));
    const { seed: _, ...unsaid } = wish();
    const drawn = scheduleStorm(stage, unsaid, possible);
    expect(drawn.seed).toMatch(/^\d+$/);
    expect(scheduleStorm(stage, { ...unsaid, seed: drawn.seed! }, possible)).toEqual(drawn);
  });

  test("faults at given times alone, unless a seed is given as well", () => {
    const scheduled = [at(5000, "app-1")];
    const { seed: _, ...drawless } = wish({ scheduled });
    expect(scheduleStorm(stage, drawless, possible)).toEqual({
      seed: null,
      forMs: 38_000,
      strikes: scheduled,
      leftOut: [],
    });
    const mixed = scheduleStorm(stage, wish({ scheduled }), possible).strikes;
    expect(mixed).toContain(scheduled[0]);
    expect(mixed.length).toBeGreaterThan(1);
  });

  test("a kind that is impossible here is left out of the draw, with the reason", () => {
    const impossible = (kind: string) => (kind === "latency" ? "no queue here" : undefined);
    const { strikes, leftOut } = scheduleStorm(stage, wish(), impossible);
    expect(strikes.every((one) => one.kind === "kill")).toBe(true);
    expect(leftOut).toEqual(["latency is left out: no queue here"]);
    expect(() => scheduleStorm(stage, wish({ kinds: [{ kind: "latency" }] }), impossible)).toThrow(
      /no fault is left to draw/,
    );
  });

  test("an impossible fault at a given time is refused", () => {
    const impossible = () => "no queue here";
    expect(() => scheduleStorm(stage, wish({ scheduled: [at(0, "app-1")] }), impossible)).toThrow(
      "no queue here",
    );
  });

  test("unknown kinds, steps of labs and wrong parameters are refused", () => {
    expect(refused({ kinds: [{ kind: "kil" }] }).next).toMatch(/did you mean "kill"/);
    expect(refused({ kinds: [{ kind: "join" }] }).message).toMatch(/part of a lab's steps/);
    expect(refused({ kinds: [{ kind: "latency", params: { delay: "fast" } }] }).problems).toHaveLength(1);
    expect(refused({ scheduled: [at(0, "app-1", 3000, "pauze")] }).next).toMatch(/faults:/);
  });
});

describe("the length", () => {
  test("faults at given times end before the storm does", () => {
    const error = refused({ scheduled: [at(5000, "app-1", 6000)], forMs: 10_000 });
    expect(error.message).toMatch(/lasts until 11s, and the storm only 10s/);
  });

  test("no storm of hours", () => {
    expect(refused({ forMs: 3_600_000 }).next).toMatch(/30m at most/);
  });
});
