import { describe, expect, it } from "vitest";
import type { SessionRecord } from "../model/load-records.ts";
import { killStep, planOf, runStarted } from "../model/testing/sample-plan.ts";
import { tell } from "../model/testing/story.ts";
import { lostAfter } from "./lost-sessions.ts";
import { measure } from "./measure.ts";

const ordered = 1000;

function asked(
  user: string,
  at: "before" | "after",
  result: SessionRecord["result"],
  server: "app-1" | "app-2",
): SessionRecord {
  const intendedMs = at === "before" ? ordered - 1 : ordered;
  const phase = at === "before" ? "baseline" : "recovery";
  return { kind: "session", user, phase, intendedMs, result, server, issuedBy: "app-1" };
}

describe("users whom a fault made log in again", () => {
  it("are those whom their own server no longer knows", () => {
    const history = [
      asked("ann", "before", "accepted", "app-1"),
      asked("ann", "after", "refused", "app-1"),
      asked("ann", "after", "refused", "app-1"),
      asked("bob", "after", "accepted", "app-1"),
    ];
    expect(lostAfter(history, ordered)).toEqual({ users: 2, lost: 1 });
  });

  it("are those who come to another server where sessions were shared, or nobody had to go there before", () => {
    const moved = [asked("ann", "after", "refused", "app-2")];
    expect(lostAfter(moved, ordered)).toMatchObject({ lost: 1 });
    expect(lostAfter([asked("bob", "before", "accepted", "app-2"), ...moved], ordered)).toMatchObject({
      lost: 1,
    });
  });

  it("are not those whom another server never knew", () => {
    const history = [
      asked("ann", "before", "accepted", "app-1"),
      asked("ann", "before", "refused", "app-2"),
      asked("ann", "after", "refused", "app-2"),
    ];
    expect(lostAfter(history, ordered)).toEqual({ users: 1, lost: 0 });
  });

  it("are not taken for a habit because of one stray refusal in many", () => {
    const usual = Array.from({ length: 19 }, (_, at) => asked(`u${at}`, "before", "accepted", "app-1"));
    const history = [
      ...usual,
      asked("stray", "before", "refused", "app-1"),
      asked("ann", "after", "refused", "app-1"),
    ];
    expect(lostAfter(history, ordered)).toMatchObject({ lost: 1 });
    expect(lostAfter(history.slice(1), ordered)).toMatchObject({ lost: 0 });
  });

  it("are not those who got no answer, nor those of the warm-up", () => {
    const warm = { ...asked("eve", "after", "refused", "app-1"), phase: "warmup" };
    expect(lostAfter([asked("ann", "after", "unknown", "app-1"), warm], ordered)).toEqual({
      users: 0,
      lost: 0,
    });
  });
});

describe("the figure", () => {
  const action = killStep("scale-out");
  const figureWith = (records: SessionRecord[], fault = true) => {
    const { fault: planned, ...calm } = action;
    const step = fault ? { ...calm, ...(planned && { fault: planned }) } : calm;
    const { events, samples } = tell(step, { records: () => records });
    return measure(planOf([step]), [runStarted(), ...events], samples).measurements.find(
      ({ metric }) => metric === "sessions.lost_to_fault",
    );
  };
  const late: SessionRecord = { ...asked("ann", "after", "refused", "app-1"), intendedMs: 1_800_000_000_000 };

  it("covers everything from the order on", () => {
    expect(figureWith([late])).toMatchObject({ phase: "all", unit: "count", value: 1, samples: 1 });
  });

  it("has a reason when nobody who was logged in was answered after the fault", () => {
    expect(figureWith([{ ...late, result: "unknown" }])).toMatchObject({
      value: null,
      reason: expect.stringContaining("no request"),
    });
  });

  it("is not there without a fault, nor without sessions", () => {
    expect(figureWith([late], false)).toBeUndefined();
    expect(figureWith([])).toBeUndefined();
  });
});
