import { describe, expect, test } from "vitest";
import type { StormEvent, StormResult } from "../app/storm.ts";
import type { Io } from "./io.ts";
import { resultText, scheduleText, stormProgress } from "./storm.ts";

const kill = { atMs: 5000, forMs: 3500, kind: "kill", target: "app-1", params: {} };
const latency = {
  atMs: 20_000,
  forMs: 2000,
  kind: "latency",
  target: "app-2",
  params: { delay: "80ms", jitter: "3ms" },
};
const healed: StormEvent = {
  ...kill,
  state: "healed",
  detail: "",
  injectedAt: "2026-01-01T00:00:00.000Z",
  verifiedAt: "2026-01-01T00:00:00.100Z",
  revertedAt: "2026-01-01T00:00:03.500Z",
  held: true,
  recoveredMs: 1234,
  failedShare: 0.125,
};
const left: StormEvent = {
  ...latency,
  state: "left-out",
  detail: "the storm was stopped before it",
  injectedAt: null,
  verifiedAt: null,
  revertedAt: null,
  held: null,
  recoveredMs: null,
  failedShare: null,
};
const result: StormResult = {
  run: "r",
  seed: "7",
  forMs: 30_000,
  events: [healed, left],
  leftOut: [],
  survived: true,
};

describe("what a storm prints", () => {
  test("the schedule: when, how long, where, what, with which parameters", () => {
    const leftOut = ["loss is left out: no such thing"];
    expect(scheduleText({ run: "r", seed: "7", forMs: 30_000, strikes: [kill, latency], leftOut })).toBe(
      [
        "storm of run r: 2 faults in at most 30.0 s, seed 7",
        "      at    for  server  fault    parameters",
        "   5.0 s  3.5 s  app-1   kill",
        "  20.0 s  2.0 s  app-2   latency  delay=80ms jitter=3ms",
        "loss is left out: no such thing",
        "",
      ].join("\n"),
    );
  });

  test("the result: what became of each fault, and whether the storm was survived", () => {
    const text = resultText(result);
    expect(text).toMatch(/5\.0 s.*app-1 +kill +healed +12\.5 % +1\.2 s\n/);
    expect(text).toMatch(/20\.0 s.*left-out +– +–\n/);
    expect(text).toMatch(/survived: /);
    const stopped = { ...result, survived: false, stopped: "it was not back" };
    expect(resultText(stopped)).toMatch(/stopped: it was not back\n$/);
    expect(resultText({ ...result, survived: false })).toMatch(/no fault took effect/);
  });

  test("live: the storm's own time, and whether a fault is on", () => {
    let now = 100_000;
    let said = "";
    const err = (text: string) => {
      said += text;
    };
    const io = { err } as unknown as Io;
    const progress = stormProgress(io, () => now);
    const second = { atMs: 0, ok: 20, failed: 0, waiting: 0, p50Ms: 1, p99Ms: 2 };
    progress.onSecond(second);
    progress.onBegin();
    now += 5000;
    progress.onState("intent", kill, "");
    progress.onState("injected", kill, "app-1");
    progress.onSecond(second);
    now += 4000;
    progress.onState("reverted", kill, "");
    progress.onSecond(second);
    progress.onPassed(left);
    const lines = said.trimEnd().split("\n");
    expect(lines.map((line) => line.slice(0, 22).trimEnd())).toEqual([
      "  before      20/s  ok",
      "[  5.0 s] kill app-1:",
      "[  5.0 s]   fault",
      "[  9.0 s] kill app-1:",
      "[  9.0 s]   calm",
      "[  9.0 s] latency app-",
    ]);
  });
});
