import { describe, expect, it } from "vitest";
import type { Tick } from "../model/load-records.ts";
import { settling } from "./settling.ts";

const from = 5000;
const to = 15_000;

/** Ten seconds of ticks from the fault on; `failed` of each tick's requests fail. */
function ticks(failed: (ms: number) => number, perTick = 10): Tick[] {
  return Array.from({ length: 100 }, (_, index) => {
    const bad = failed(index * 100);
    return { atMs: from + index * 100, ok: perTick - bad, failed: bad, refused: 0 };
  });
}

describe("settling", () => {
  it("is zero when nothing failed, and rests on all requests", () => {
    expect(
      settling(
        ticks(() => 0),
        from,
        to,
      ),
    ).toEqual({ state: "settled", ms: 0, requests: 1000 });
  });

  it("ends with the last tick that failed", () => {
    expect(
      settling(
        ticks((ms) => (ms < 2300 ? 5 : 0)),
        from,
        to,
      ),
    ).toMatchObject({ state: "settled", ms: 2300 });
  });

  it("goes on when errors come back", () => {
    const twice = (ms: number) => (ms < 1000 || (ms >= 6000 && ms < 6500) ? 5 : 0);
    expect(settling(ticks(twice), from, to)).toMatchObject({ state: "settled", ms: 6500 });
  });

  it("leaves out single failures and those under a tenth", () => {
    const strays = (ms: number) => (ms < 1000 ? 5 : ms === 4000 || ms === 9900 ? 1 : 0);
    expect(settling(ticks(strays), from, to)).toMatchObject({ state: "settled", ms: 1000 });
    const few = (ms: number) => (ms < 1000 ? 50 : 4);
    expect(settling(ticks(few, 100), from, to)).toMatchObject({ state: "settled", ms: 1000 });
  });

  it("is longer than the phase when failures still go on in its last second", () => {
    expect(
      settling(
        ticks(() => 5),
        from,
        to,
      ),
    ).toEqual({ state: "unsettled", ms: 10_000, requests: 1000 });
    expect(
      settling(
        ticks((ms) => (ms >= 9200 && ms < 9400 ? 5 : 0)),
        from,
        to,
      ).state,
    ).toBe("unsettled");
  });

  it("adds up what late answers bring in later windows", () => {
    const early = ticks(() => 0);
    const later = [{ atMs: from + 3000, ok: 0, failed: 8, refused: 0 }];
    expect(settling([...early, ...later], from, to)).toMatchObject({ state: "settled", ms: 3100 });
  });

  it("does not count what happened before", () => {
    const before = [{ atMs: from - 200, ok: 0, failed: 10, refused: 0 }];
    expect(settling([...before, ...ticks(() => 0)], from, to)).toMatchObject({ ms: 0, requests: 1000 });
  });

  it("needs ten requests a second", () => {
    const rare = ticks(() => 0, 1).filter((_, index) => index % 2 === 0);
    expect(settling(rare, from, to)).toEqual({ state: "too-few", requests: 50 });
    expect(settling([], from, to)).toEqual({ state: "too-few", requests: 0 });
  });

  it("grows its buckets at low rates, so that half of the requests failing is seen", () => {
    const half = ticks((ms) => (ms < 4000 && ms % 200 === 0 ? 1 : 0), 1).concat();
    expect(settling(half, from, to)).toMatchObject({ state: "settled", ms: 3900 });
  });
});
