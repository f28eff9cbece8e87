import { describe, expect, it } from "vitest";
import { warmUp } from "./warm-up.ts";

/** A service that serves what `at` says at each second, and a clock that goes with it. */
function service(at: (second: number) => number) {
  let second = 0;
  return {
    seconds: () => second,
    measure: async () => at(second++),
    now: () => second * 1000,
  };
}

const bounds = { atLeastMs: 6000, atMostMs: 40_000 };

describe("the warm-up before a search for the knee", () => {
  it("ends as soon as a service that is warm has shown it", async () => {
    const warm = service(() => 100);
    expect(await warmUp({ ...warm, ...bounds })).toBe(true);
    expect(warm.seconds()).toBe(6);
  });

  it("goes on while a compiler makes the service faster, and ends when it has done its work", async () => {
    const compiling = service((second) => 40 + Math.min(second, 20) * 4);
    expect(await warmUp({ ...compiling, ...bounds })).toBe(true);
    expect(compiling.seconds()).toBeGreaterThan(20);
    expect(compiling.seconds()).toBeLessThan(27);
  });

  it("is not taken in by one part that was less than the one before", async () => {
    const uneven = service((second) => 40 + Math.min(second, 20) * 4 - (second === 8 ? 10 : 0));
    await warmUp({ ...uneven, ...bounds });
    expect(uneven.seconds()).toBeGreaterThan(20);
  });

  it("lasts as long as it must, however level", async () => {
    const warm = service(() => 100);
    await warmUp({ ...warm, ...bounds, atLeastMs: 12_000 });
    expect(warm.seconds()).toBe(12);
  });

  it("ends at its bound when nothing ever settles, and says so", async () => {
    const growing = service((second) => 2 ** second);
    expect(await warmUp({ ...growing, ...bounds })).toBe(false);
    expect(growing.seconds()).toBe(40);
  });

  it("ends with whoever is cancelled", async () => {
    const warm = service(() => 100);
    expect(await warmUp({ ...warm, ...bounds, cancelled: () => warm.seconds() === 2 })).toBe(false);
    expect(warm.seconds()).toBe(2);
  });

  it("does not wait for a service that answers nothing: the search says the rest", async () => {
    const dead = service(() => 0);
    await warmUp({ ...dead, ...bounds });
    expect(dead.seconds()).toBe(6);
  });
});
