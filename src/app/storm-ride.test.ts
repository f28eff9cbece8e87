import { describe, expect, test } from "vitest";
import { type FakeClock, fakeClock, fakeStage } from "../faults/testing/fake-engine.ts";
import { LabError } from "../model/errors.ts";
import type { FaultPort } from "../model/ports.ts";
import type { UserSecond } from "../model/steady.ts";
import type { PlannedStrike } from "../plan/storm.ts";
import type { Blow, BlowResult } from "./blow.ts";
import { rideStorm, type StormEvent } from "./storm-ride.ts";

const strikeAt = (atMs: number, target = "app-1", forMs = 3000, kind = "kill"): PlannedStrike => ({
  atMs,
  forMs,
  kind,
  target,
  params: {},
});

/** A service in memory: a strike makes it bad, and it is good again `recoverMs` after the strike's end. */
function sky(more: { recoverMs?: (blow: Blow) => number; refuse?: (blow: Blow) => string | undefined } = {}) {
  const clock: FakeClock = fakeClock(0);
  const aborted = new AbortController();
  const struck: { target: string; fromMs: number; toMs: number }[] = [];
  const on = new Set<string>();
  let most = 0;
  let goodFromMs = 0;
  const second = (good: boolean): UserSecond => ({
    atMs: clock.now(),
    ok: good ? 20 : 0,
    failed: good ? 0 : 20,
    waiting: 0,
    p50Ms: null,
    p99Ms: null,
  });
  const isGood = (beforeMs = 0) => on.size === 0 && clock.now() - beforeMs >= goodFromMs;

  const strike = async (blow: Blow): Promise<BlowResult> => {
    const fromMs = clock.now();
    on.add(blow.target);
    most = Math.max(most, on.size);
    try {
      await clock.sleep(blow.forMs, aborted.signal);
    } finally {
      on.delete(blow.target);
      goodFromMs = clock.now() + (more.recoverMs?.(blow) ?? 1000);
      struck.push({ target: blow.target, fromMs, toMs: clock.now() });
    }
    const toMs = clock.now();
    const back = await breaker.steady(30_000);
    const iso = (ms: number) => new Date(ms).toISOString();
    return {
      ...{
        fault: "1",
        run: "r",
        kind: blow.kind,
        target: blow.target,
        params: {},
        state: "healed",
        held: true,
      },
      ...{
        detail: "",
        injectedAt: iso(fromMs),
        verifiedAt: iso(fromMs),
        revertedAt: iso(toMs),
        healedAt: iso(toMs),
      },
      ...{
        commandToEffectMs: 1,
        revertToHealthyMs: 1,
        recoveredMs: back ? goodFromMs - toMs : null,
        users: null,
      },
    } satisfies BlowResult;
  };
  const port: FaultPort = {
    impossible: () => undefined,
    async prepare(_stage, order) {
      const why = more.refuse?.({ ...order, forMs: order.ttlMs });
      if (why !== undefined) throw new LabError("fault", why);
    },
    inject: () => Promise.reject(new Error("the breaker's strike is what a storm uses")),
  };
  const breaker = {
    stage: fakeStage(),
    port,
    watch: {
      ticks: [],
      get seconds() {
        return [2000, 1000, 0].map((beforeMs) => second(isGood(beforeMs)));
      },
      next: () => Promise.reject(new Error("unused")),
      stop: async () => {},
    },
    async steady(deadlineMs: number) {
      const end = clock.now() + deadlineMs;
      while (!isGood(3000)) {
        if (clock.now() >= end) return false;
        await clock.sleep(1000, aborted.signal);
      }
      return true;
    },
    strike,
  };
  const passed: StormEvent[] = [];
  return {
    clock,
    struck,
    passed,
    most: () => most,
    abort: () => aborted.abort(new LabError("interrupted", "stopped by Ctrl-C")),
    nothingOn: () => on.size === 0,
    spoil: (untilMs: number) => {
      goodFromMs = untilMs;
    },
    ride: (strikes: PlannedStrike[], forMs = 60_000) =>
      rideStorm(
        { breaker, clock, signal: aborted.signal },
        { strikes, forMs },
        { onPassed: (event) => passed.push(event) },
      ),
  };
}

describe("a storm that is survived", () => {
  test("each fault strikes at its time, counted from the first steady state", async () => {
    const one = sky();
    one.spoil(4000); // steady from 7 s on
    const { events, stopped } = await one.ride([strikeAt(1000), strikeAt(15_000, "app-2", 2000)]);
    expect(stopped).toBeUndefined();
    expect(one.struck).toEqual([
      { target: "app-1", fromMs: 8000, toMs: 11_000 },
      { target: "app-2", fromMs: 22_000, toMs: 24_000 },
    ]);
    expect(events.map((event) => [event.target, event.state, event.recoveredMs])).toEqual([
      ["app-1", "healed", 1000],
      ["app-2", "healed", 1000],
    ]);
  });

  test("faults of a wave are on together", async () => {
    const one = sky();
    await one.ride([strikeAt(0, "app-1", 4000), strikeAt(1000, "app-2", 4000)]);
    expect(one.most()).toBe(2);
  });

  test("no fault before the steady state is back: it comes late, as long as before", async () => {
    const one = sky({ recoverMs: () => 9000 });
    await one.ride([strikeAt(0), strikeAt(5000)]);
    expect(one.most()).toBe(1);
    expect(one.struck[1]).toEqual({ target: "app-1", fromMs: 18_000, toMs: 21_000 });
  });

  test("a fault that would then last beyond the end is left out, and told", async () => {
    const one = sky({ recoverMs: () => 9000 });
    const { events, stopped } = await one.ride([strikeAt(0), strikeAt(8000)], 12_000);
    expect(stopped).toBeUndefined();
    expect(events[1]).toMatchObject({ state: "left-out", injectedAt: null });
    expect(one.passed.map((event) => event.detail)).toEqual(["the recovery before it left no time"]);
  });

  test("a fault that a server refuses is told, and the others strike", async () => {
    const one = sky({ refuse: ({ target }) => (target === "db-1" ? "it has no volume" : undefined) });
    const { events } = await one.ride([strikeAt(0, "db-1"), strikeAt(10_000)]);
    expect(events.map((event) => [event.state, event.detail])).toEqual([
      ["refused", "it has no volume"],
      ["healed", ""],
    ]);
    expect(one.struck.map((each) => each.target)).toEqual(["app-1"]);
    expect(one.passed).toHaveLength(1);
  });
});

describe("a storm that ends early", () => {
  test("when the steady state is not back 30 s after a fault", async () => {
    const one = sky({ recoverMs: () => 60_000 });
    const { events, stopped } = await one.ride([strikeAt(0), strikeAt(20_000, "app-2")], 120_000);
    expect(stopped).toBe("the steady state was not back 30 s after kill of app-1");
    expect(events.map((event) => event.state)).toEqual(["healed", "left-out"]);
    expect(events[0]!.recoveredMs).toBeNull();
    expect(one.struck).toHaveLength(1);
  });

  test("when it is lost between two faults", async () => {
    const one = sky();
    one.clock.in(19_000, () => one.spoil(200_000));
    const { stopped } = await one.ride([strikeAt(0), strikeAt(20_000)], 120_000);
    expect(stopped).toMatch(/did not hold before the next fault/);
    expect(one.struck).toHaveLength(1);
  });

  test("nothing strikes a service that does not work", async () => {
    const one = sky();
    one.spoil(60_000);
    await expect(one.ride([strikeAt(0)])).rejects.toThrow(/steady state does not hold .* nothing was broken/);
    expect(one.struck).toEqual([]);
  });

  test("Ctrl-C: every fault of the wave is reverted before it is thrown", async () => {
    const one = sky();
    one.clock.in(8000, one.abort);
    const riding = one.ride([strikeAt(0, "app-1", 9000), strikeAt(3000, "app-2", 9000)]);
    await expect(riding).rejects.toMatchObject({ code: "interrupted" });
    expect(one.nothingOn()).toBe(true);
    expect(one.struck.map((each) => each.toMs)).toEqual([8000, 8000]);
  });
});
