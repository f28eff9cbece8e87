import { describe, expect, test } from "vitest";
import { faultKind, faultKinds } from "../model/fault.ts";
import { readParams } from "../model/fault-params.ts";
import { createRandom } from "../model/seed.ts";
import {
  longestStrikeMs,
  type PlannedStrike,
  planStorm,
  recoveryGapMs,
  type StormOptions,
  shortestStrikeMs,
  wavesOf,
} from "./storm.ts";
import { drawParams, fits, isDrawn, type StormTarget } from "./storm-draw.ts";

const servers: StormTarget[] = [
  { name: "app-1", role: "app" },
  { name: "app-2", role: "app" },
  { name: "app-3", role: "app" },
  { name: "db-1", role: "database", disk: { service: "db", path: "/var/lib/mysql" } },
  { name: "lb-1", role: "entry" },
];
const every = faultKinds.filter((kind) => isDrawn(kind.name)).map(({ name }) => ({ kind: name }));
const seeds = Array.from({ length: 300 }, (_, at) => String(at));

function options(over: Partial<StormOptions> = {}): StormOptions {
  return { seed: "7", forMs: 120_000, targets: servers, kinds: every, atMost: 2, everyMs: 15_000, ...over };
}

/** Shapes of storms that differ in everything but the seed. */
const shapes: Partial<StormOptions>[] = [
  {},
  { atMost: 1 },
  { atMost: 4, everyMs: 30_000 },
  { forMs: 20_000, everyMs: 8000 },
  { forMs: 7000, everyMs: 60_000 },
  { forMs: 61_700, everyMs: 7000, atMost: 3 },
  { targets: servers.slice(0, 1), kinds: [{ kind: "kill" }] },
];

const storms = shapes.flatMap((shape) => seeds.map((seed) => options({ ...shape, seed })));
const endOf = (strike: PlannedStrike) => strike.atMs + strike.forMs;
const overlap = (a: PlannedStrike, b: PlannedStrike) => a.atMs < endOf(b) && b.atMs < endOf(a);

describe("the seed", () => {
  test("the same seed and options give the same storm, whatever the order of the words", () => {
    for (const one of storms.slice(0, 50)) {
      const reordered = { ...one, targets: [...one.targets].reverse(), kinds: [...one.kinds].reverse() };
      expect(planStorm(reordered)).toEqual(planStorm(one));
    }
  });

  test("other seeds give other storms", () => {
    const distinct = new Set(seeds.map((seed) => JSON.stringify(planStorm(options({ seed })))));
    expect(distinct.size).toBe(seeds.length);
  });

  test("the seed decides the times, the kinds, the targets, the lengths and the parameters", () => {
    const first = seeds.map((seed) => planStorm(options({ seed }))[0]!);
    const many = (of: (strike: PlannedStrike) => unknown) =>
      new Set(first.map((one) => String(of(one)))).size;
    expect(many((one) => one.atMs)).toBeGreaterThan(20);
    expect(many((one) => one.forMs)).toBeGreaterThan(20);
    expect(many((one) => one.kind)).toBe(every.length);
    expect(many((one) => one.target)).toBe(servers.length);
    expect(many((one) => one.params.delay)).toBeGreaterThan(5);
  });

  test("a longer storm begins as a shorter one does", () => {
    const short = planStorm(options({ forMs: 45_000 }));
    expect(planStorm(options({ forMs: 90_000 })).slice(0, short.length)).toEqual(short);
  });
});

describe("the blast radius", () => {
  test("never more servers broken at the same time than allowed, each counted until the wave is over", () => {
    for (const one of storms) {
      for (const wave of wavesOf(planStorm(one))) {
        expect(new Set(wave.map((strike) => strike.target)).size).toBeLessThanOrEqual(one.atMost);
      }
    }
  });

  test("as many as allowed do happen", () => {
    const widest = seeds.flatMap((seed) => wavesOf(planStorm(options({ seed }))).map((wave) => wave.length));
    expect(Math.max(...widest)).toBe(2);
    expect(Math.min(...widest)).toBe(1);
  });

  test("never two faults on one server at the same time", () => {
    for (const one of storms) {
      const strikes = planStorm(one);
      for (const [at, strike] of strikes.entries()) {
        for (const other of strikes.slice(at + 1)) {
          if (other.target === strike.target) expect(overlap(strike, other)).toBe(false);
        }
      }
    }
  });

  test("only servers within are struck, and each of them is at some time", () => {
    const targets = servers.slice(0, 2);
    const struck = seeds.flatMap((seed) => planStorm(options({ seed, targets })).map((one) => one.target));
    expect([...new Set(struck)].sort()).toEqual(["app-1", "app-2"]);
  });
});

describe("the times", () => {
  test("lengths from 2 s to 10 s, and nothing lasts beyond the end, its recovery included", () => {
    for (const one of storms) {
      for (const strike of planStorm(one)) {
        expect(strike.atMs).toBeGreaterThanOrEqual(0);
        expect(strike.forMs).toBeGreaterThanOrEqual(shortestStrikeMs);
        expect(strike.forMs).toBeLessThanOrEqual(longestStrikeMs);
        expect(endOf(strike) + recoveryGapMs).toBeLessThanOrEqual(one.forMs);
      }
    }
  });

  test("room for recovery between one wave and the next", () => {
    for (const one of storms) {
      const waves = wavesOf(planStorm(one));
      for (const [at, wave] of waves.slice(0, -1).entries()) {
        const next = Math.min(...waves[at + 1]!.map((strike) => strike.atMs));
        expect(next - Math.max(...wave.map(endOf))).toBeGreaterThanOrEqual(recoveryGapMs);
      }
    }
  });

  test("a wave in each stretch of time, so their number is bounded and never nothing", () => {
    for (const one of storms) {
      const waves = wavesOf(planStorm(one)).length;
      expect(waves).toBeGreaterThanOrEqual(Math.max(1, Math.floor(one.forMs / one.everyMs)));
      expect(waves).toBeLessThanOrEqual(Math.ceil(one.forMs / one.everyMs));
    }
  });

  test("oldest first", () => {
    for (const one of storms) {
      const times = planStorm(one).map((strike) => strike.atMs);
      expect(times).toEqual([...times].sort((a, b) => a - b));
    }
  });

  test("times that leave no room are refused, with what would do", () => {
    expect(() => planStorm(options({ forMs: 6900 }))).toThrow(/6.9s is too short for a storm/);
    expect(() => planStorm(options({ everyMs: 0 }))).toThrow(/too short for the time from one fault/);
    expect(() => planStorm(options({ atMost: 0 }))).toThrow(/at most 0 servers/);
  });
});

describe("what is drawn", () => {
  test("every kind of the table is either drawn or known not to be", () => {
    const left = faultKinds.map((kind) => kind.name).filter((name) => !isDrawn(name));
    expect(left.sort()).toEqual(["dns-lie", "join", "noop", "operator-error", "process-kill"]);
  });

  test("parameters of every kind can be read, and stay within their ranges", () => {
    const random = createRandom("ranges");
    for (const { kind } of every) {
      for (let round = 0; round < 200; round++) {
        const { params, problems } = readParams(faultKind(kind)!, drawParams(kind, random));
        expect(problems).toEqual([]);
        if (kind === "latency") {
          expect(params.delay).toBeGreaterThanOrEqual(50);
          expect(params.delay).toBeLessThanOrEqual(300);
          expect(Number(params.jitter)).toBeLessThanOrEqual(Number(params.delay) / 5);
        }
        if (kind === "loss") {
          expect(params.share).toBeGreaterThanOrEqual(0.05);
          expect(params.share).toBeLessThanOrEqual(0.5);
        }
      }
    }
  });

  test("a kind strikes only where it makes sense", () => {
    for (const one of storms) {
      for (const { kind, target } of planStorm(one)) {
        const server = one.targets.find((candidate) => candidate.name === target)!;
        expect(fits(faultKind(kind)!, server)).toBe(true);
      }
    }
    expect(fits(faultKind("disk-full")!, servers[0]!)).toBe(false);
    expect(fits(faultKind("slow-query")!, servers[0]!)).toBe(false);
    expect(fits(faultKind("traffic-spike")!, servers[4]!)).toBe(true);
  });

  test("a kind that was named with parameters strikes with just these", () => {
    const kinds = [{ kind: "process-kill", params: { process: "node" } }, { kind: "latency" }];
    const strikes = seeds.flatMap((seed) => planStorm(options({ seed, kinds })));
    const named = strikes.filter((one) => one.kind === "process-kill");
    expect(named.length).toBeGreaterThan(0);
    expect(named.every((one) => JSON.stringify(one.params) === '{"process":"node"}')).toBe(true);
  });

  test("nothing when no kind makes sense on any target", () => {
    expect(planStorm(options({ targets: servers.slice(0, 3), kinds: [{ kind: "slow-query" }] }))).toEqual([]);
  });
});
