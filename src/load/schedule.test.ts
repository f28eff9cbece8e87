import { describe, expect, it } from "vitest";
import type { LoadJourney } from "../model/load.ts";
import { type Arrival, createSchedule, type ScheduleRule, seedTag, writeId } from "./schedule.ts";

const get = (path: string) => ({ kind: "get", path }) as const;
const mix: LoadJourney[] = [
  { journey: "visitor", weight: 3, steps: [get("/"), { kind: "think", ms: 300 }, get("/feed")] },
  {
    journey: "member",
    weight: 1,
    steps: [{ kind: "login", user: "any" }, get("/me"), { kind: "post", path: "/posts" }, get("/me")],
  },
];
const rule: ScheduleRule = {
  seed: "s",
  rate: 200,
  arrivals: "poisson",
  mix,
  users: { name: "u{n}", password: "p", count: 50 },
  durationMs: 10_000,
};
const one: LoadJourney[] = [{ journey: "visit", weight: 1, steps: [get("/")] }];

function all(asked: ScheduleRule, part = 0, parts = 1): Arrival[] {
  const next = createSchedule(asked, part, parts);
  const found: Arrival[] = [];
  for (let arrival = next(); arrival; arrival = next()) found.push(arrival);
  return found;
}

describe("createSchedule", () => {
  it("gives the same arrivals, journeys and users for the same seed, to the byte", () => {
    expect(JSON.stringify(all(rule))).toBe(JSON.stringify(all({ ...rule })));
    expect(JSON.stringify(all({ ...rule, seed: "t" }))).not.toBe(JSON.stringify(all(rule)));
  });

  it("keeps the arrivals when only the users change", () => {
    const fewer = all({ ...rule, users: { name: "u{n}", password: "p", count: 2 } });
    expect(fewer.map((arrival) => arrival.atMs)).toEqual(all(rule).map((arrival) => arrival.atMs));
  });

  it("holds exactly rate × duration constant arrivals, evenly spaced", () => {
    const found = all({ ...rule, mix: one, arrivals: "constant" });
    expect(found).toHaveLength(2000);
    expect(found[1999]!.atMs).toBe(9995);
  });

  it("counts the rate in requests: journeys arrive as much slower as they are longer", () => {
    const requests = all({ ...rule, durationMs: 100_000 }).reduce(
      (sum, arrival) => sum + (arrival.journey.journey === "visitor" ? 2 : 4),
      0,
    );
    expect(requests / 100).toBeGreaterThan(190);
    expect(requests / 100).toBeLessThan(210);
  });

  it("spreads Poisson arrivals as independent users come: variance of the counts near their mean", () => {
    const perTenth = new Array<number>(1000).fill(0);
    for (const { atMs } of all({ ...rule, mix: one, durationMs: 100_000 }))
      perTenth[Math.floor(atMs / 100)]!++;
    const mean = perTenth.reduce((sum, count) => sum + count, 0) / 1000;
    const variance = perTenth.reduce((sum, count) => sum + (count - mean) ** 2, 0) / 1000;
    expect(mean).toBeGreaterThan(19);
    expect(mean).toBeLessThan(21);
    expect(variance / mean).toBeGreaterThan(0.85);
    expect(variance / mean).toBeLessThan(1.15);
  });

  it("chooses journeys by weight and users evenly", () => {
    const found = all({ ...rule, durationMs: 60_000 });
    const members = found.filter((arrival) => arrival.journey.journey === "member").length;
    expect(members / found.length).toBeGreaterThan(0.22);
    expect(members / found.length).toBeLessThan(0.28);
    expect(new Set(found.map((arrival) => arrival.user)).size).toBe(50);
  });

  it("splits into parts that together are the whole", () => {
    const parts = [0, 1, 2].flatMap((part) => all(rule, part, 3));
    expect(parts.sort((a, b) => a.index - b.index)).toEqual(all(rule));
  });
});

it("makes write ids that differ by seed, arrival, step and prefix", () => {
  const ids = [
    writeId("", seedTag("a"), 1, 2),
    writeId("", seedTag("b"), 1, 2),
    writeId("", seedTag("a"), 2, 2),
    writeId("", seedTag("a"), 1, 3),
    writeId("r2-", seedTag("a"), 1, 2),
  ];
  expect(new Set(ids).size).toBe(ids.length);
  expect(writeId("", seedTag("a"), 1, 2)).toBe(ids[0]);
});
