import { describe, expect, test } from "vitest";
import { type Abilities, type Ability, abilityNames } from "../model/abilities.ts";
import {
  judgeAbilities,
  judgeCores,
  judgeDisk,
  judgeEngine,
  judgeMemory,
  judgeSharedQuota,
  judgeSpeed,
} from "./doctor-checks.ts";

const gib = 2 ** 30;

test.each([
  [0.9, "error"],
  [1, "warn"],
  [4.9, "warn"],
  [5, "ok"],
])("%s GiB of disk: %s", (free, state) => {
  const check = judgeDisk("disk", "/x", free * gib);
  expect(check.state).toBe(state);
  expect(check.mend !== undefined).toBe(state !== "ok");
});

test("little memory and one core are warnings with a cure", () => {
  expect(judgeMemory(1000, 4000)).toMatchObject({ state: "warn", mend: expect.any(String) });
  expect(judgeMemory(3000, 4000).state).toBe("ok");
  expect(judgeCores(1)).toMatchObject({ state: "warn", mend: expect.any(String) });
});

test("no engine is an error that names the next command", () => {
  expect(judgeEngine(undefined, { kind: "own-start" })).toEqual([
    { id: "engine", state: "error", what: "no container engine runs", mend: "./lab engine start" },
  ]);
  expect(judgeEngine(undefined, { kind: "refuse", what: "too old", next: "upgrade" })[0]).toMatchObject({
    state: "error",
    what: "too old",
    mend: "upgrade",
  });
});

describe("what faults build on", () => {
  const without = (...missing: Ability[]): { abilities: Abilities } => ({
    abilities: {
      has: Object.fromEntries(
        abilityNames.map((name) => [name, !missing.includes(name)]),
      ) as Abilities["has"],
      cgroup: "v1",
    },
  });

  test.each([
    [[], "ok", "network delay: kernel netem"],
    [["netem"], "ok", "network delay: packet queue (this kernel has no netem)"],
    [["netem", "nfqueue"], "warn", expect.stringMatching(/^neither netem nor NFQUEUE/)],
  ] as const)("without %j: %s", (missing, state, what) => {
    const [delay] = judgeAbilities(without(...missing));
    expect(delay).toMatchObject({ id: "network-faults", state, what });
    expect(delay?.mend !== undefined).toBe(state !== "ok");
  });

  test("that was not tried yet is no warning, and says when it will be", () => {
    expect(judgeAbilities({ unknown: "the tools image is not here yet" })).toEqual([
      {
        id: "network-faults",
        state: "ok",
        what: "network faults: not known yet: tried when the first fault is prepared (the tools image is not here yet)",
      },
    ]);
  });

  test("is all there", () => {
    // nft and IPVS are tried, and no fault needs them
    expect(judgeAbilities(without("nft", "ipvs", "netem"))[1]).toEqual({
      id: "fault-abilities",
      state: "ok",
      what: "all that faults build on is there (cgroup v1)",
    });
  });

  test.each([
    [["tbf"], "missing at the engine: token bucket filter (tc tbf)", ["bandwidth"]],
    [["statistic"], /iptables statistic/, ["loss"]],
    [["reject", "ifb"], /iptables REJECT\), .*ifb device/, ["bandwidth", "reset"]],
    [["privileged"], /privileged helper containers/, ["process-kill", "memory", "noisy-neighbour"]],
  ] as const)("without %j says what is missing, and which faults that costs", (missing, what, lost) => {
    const [, lacks] = judgeAbilities(without(...missing));
    expect(lacks).toMatchObject({ id: "fault-abilities", state: "warn" });
    expect(lacks?.what).toMatch(what);
    expect(lacks?.mend).toBe(`boot a kernel that has them, or do without: ${lost.join(", ")}`);
  });

  test("a helper that sees no cgroups is a warning", () => {
    const { abilities } = without();
    const [, lacks] = judgeAbilities({ abilities: { ...abilities, cgroup: "none" } });
    expect(lacks).toMatchObject({ state: "warn", what: expect.stringContaining("cgroups") });
  });
});

test("a limit that cannot be shared is told before, with what stays unknown", () => {
  expect(judgeSharedQuota(undefined).state).toBe("ok");
  expect(judgeSharedQuota({ works: true }).state).toBe("ok");
  expect(judgeSharedQuota({ works: false, why: "no such driver" })).toMatchObject({
    state: "warn",
    what: expect.stringMatching(/no such driver.*unknown/),
    mend: expect.any(String),
  });
});

test("a slow machine is told how patient we are", () => {
  expect(judgeSpeed(undefined, 1)).toEqual([]);
  expect(judgeSpeed(0.5, 1)[0]).toMatchObject({
    state: "ok",
    what: expect.stringContaining("2.0 times faster"),
  });
  expect(judgeSpeed(4, 6)[0]).toMatchObject({
    state: "warn",
    what: expect.stringMatching(/4\.0 times slower.* 6 times/),
  });
});
