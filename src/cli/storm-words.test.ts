import { describe, expect, test } from "vitest";
import { LabError } from "../model/errors.ts";
import { type StormFlags, stormWish } from "./storm-words.ts";

const flags = (over: Partial<StormFlags> = {}): StormFlags => ({ atMost: "1", at: [], ...over });

function refused(over: Partial<StormFlags>): LabError {
  try {
    stormWish(flags(over));
  } catch (thrown) {
    if (thrown instanceof LabError && thrown.code === "usage") return thrown;
    throw thrown;
  }
  throw new Error(`was taken: ${JSON.stringify(over)}`);
}

describe("the words of a storm", () => {
  test("nothing said is left to the defaults", () => {
    expect(stormWish(flags())).toEqual({ atMost: 1, scheduled: [] });
  });

  test("times, servers and the seed", () => {
    const words = { for: "2m", every: "20s", within: "app-1, app-2,app-1", seed: "7", atMost: "2", run: "r" };
    expect(stormWish(flags(words))).toEqual({
      forMs: 120_000,
      everyMs: 20_000,
      within: ["app-1", "app-2"],
      seed: "7",
      atMost: 2,
      run: "r",
      scheduled: [],
    });
  });

  test("kinds, with parameters where they are given", () => {
    const { kinds } = stormWish(flags({ faults: "kill, latency delay=100ms jitter=5ms,pause" }));
    expect(kinds).toEqual([
      { kind: "kill" },
      { kind: "latency", params: { delay: "100ms", jitter: "5ms" } },
      { kind: "pause" },
    ]);
  });

  test("a fault at its time", () => {
    expect(stormWish(flags({ at: ["5s app-1 latency for 300ms delay=100ms"] })).scheduled).toEqual([
      { atMs: 5000, target: "app-1", kind: "latency", forMs: 300, params: { delay: "100ms" } },
    ]);
    expect(stormWish(flags({ at: ["  0s  app-1 kill  for 1m "] })).scheduled).toEqual([
      { atMs: 0, target: "app-1", kind: "kill", forMs: 60_000, params: {} },
    ]);
  });

  test("quotes keep spaces, commas and the other quote together", () => {
    const statement = `UPDATE posts SET title = "a, b"`;
    const at = [`1s db-1 operator-error for 2s statement='${statement}' undo=none`];
    expect(stormWish(flags({ at })).scheduled[0]?.params).toEqual({ statement, undo: "none" });
    const { kinds } = stormWish(flags({ faults: `operator-error statement='${statement}', kill` }));
    expect(kinds).toEqual([{ kind: "operator-error", params: { statement } }, { kind: "kill" }]);
  });

  test("what cannot be read is refused, with how to write it", () => {
    for (const at of [
      "",
      "5s app-1 kill",
      "5s app-1 kill 3s",
      "app-1 kill for 3s",
      "5s app-1 kill during 3s",
    ]) {
      expect(refused({ at: [at] }).next).toMatch(/write it as/);
    }
    expect(refused({ at: ["1s db-1 operator-error for 2s statement='a b"] }).message).toMatch(/quote is not/);
    expect(refused({ faults: 'kill,operator-error statement="a' }).message).toMatch(/quote is not closed/);
    expect(refused({ at: ["five app-1 kill for 3s"] }).message).toMatch(/--at five/);
    expect(refused({ at: ["5s app-1 kill for 0s"] }).message).toMatch(/for 0s/);
    expect(refused({ at: ["5s app-1 latency for 3s delay"] }).message).toMatch(/delay has no value/);
    expect(refused({ faults: "kill,,pause" }).message).toMatch(/without a name/);
    expect(refused({ faults: "" }).message).toMatch(/without a name/);
    expect(refused({ within: "app-1," }).message).toMatch(/--within "app-1,"/);
    expect(refused({ for: "2 minutes" }).message).toMatch(/--for 2 minutes/);
    expect(refused({ every: "15" }).message).toMatch(/--every 15/);
    for (const atMost of ["0", "-1", "1.5", "two"]) expect(refused({ atMost }).message).toMatch(/--at-most/);
  });
});
