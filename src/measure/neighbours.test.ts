import { describe, expect, it } from "vitest";
import type { HostUsage, RunEvent } from "../model/event.ts";
import type { PhaseName } from "../model/lab.ts";
import { killStep, plannedStage } from "../model/testing/sample-plan.ts";
import { knowsHost, neighbours } from "./neighbours.ts";
import type { StepData } from "./step-data.ts";

const action = killStep("scale-out");
const key = { step: action.step, on: action.on, repeat: action.repeat };

/** What the cores did in a phase, in cores. */
interface Course {
  others?: number;
  stolen?: number;
  idle?: number;
  seconds?: number;
}

const first: HostUsage = {
  busySeconds: 500,
  stolenSeconds: 3,
  idleSeconds: 900,
  waitedSeconds: 1,
  turns: 1000,
  ours: { client: 10, "app-1": 50, controller: 5 },
};

function phase(
  name: PhaseName,
  course: Course,
  change: (end: HostUsage) => HostUsage = (end) => end,
): RunEvent[] {
  const { others = 0.1, stolen = 0, idle = 0.5, seconds = 10 } = course;
  // the run itself used 0.8 cores
  const end = change({
    busySeconds: first.busySeconds + (others + 0.8) * seconds,
    stolenSeconds: first.stolenSeconds + stolen * seconds,
    idleSeconds: first.idleSeconds + idle * seconds,
    waitedSeconds: first.waitedSeconds + 0.4,
    turns: first.turns + 200,
    ours: { client: 10 + 0.3 * seconds, "app-1": 50 + 0.4 * seconds, controller: 5 + 0.1 * seconds },
  });
  const usage = (edge: "start" | "end", at: number, host: HostUsage): RunEvent => ({
    at,
    type: "usage",
    ...key,
    phase: name,
    edge,
    containers: [],
    hostCpuSeconds: 0,
    host,
  });
  return [usage("start", 0, first), usage("end", seconds * 1000, end)];
}

const stepOf = (events: RunEvent[]): StepData => ({
  ...{ key, action, stage: plannedStage("scale-out"), events, records: [], spans: [] },
});
const found = (...phases: RunEvent[][]) => neighbours(stepOf(phases.flat()));

describe("neighbours", () => {
  it("are none on a quiet host, however busy the run is", () => {
    expect(found(phase("baseline", { idle: 0 }))).toEqual([]);
    expect(found(phase("baseline", { others: 0.29, idle: 0 }))).toEqual([]);
  });

  it("that take more than 0.3 core spoil every figure of that phase and of the whole", () => {
    const doubts = found(phase("baseline", {}), phase("fault", { others: 0.35 }));
    expect(doubts).toEqual([
      {
        code: "host-busy",
        phases: ["fault", "all"],
        text: "others took 0.35 cores and 0.00 were stolen while 0.50 were idle (fault; a turn was waited for 2.0 ms); at most 0.3 may be",
      },
    ]);
  });

  it("count with what the hypervisor stole", () => {
    expect(found(phase("fault", { others: 0.2, stolen: 0.15 }))).toMatchObject([{ code: "host-busy" }]);
    expect(found(phase("fault", { others: 0, stolen: 0.31 }))).toHaveLength(1);
  });

  it("do not disturb where two cores are idle", () => {
    expect(found(phase("fault", { others: 3, idle: 2 }))).toEqual([]);
    expect(found(phase("fault", { others: 3, idle: 1.9 }))).toHaveLength(1);
  });

  it("are not seen in a burst within a very short phase", () => {
    expect(found(phase("recovery", { others: 0.5, seconds: 1 }))).toEqual([]);
    expect(found(phase("recovery", { others: 0.7, seconds: 1 }))).toHaveLength(1);
  });

  it("are no containers of ours that restarted or came in between", () => {
    const restarted = (end: HostUsage) => ({
      ...end,
      ours: { client: 13, controller: 6, "app-1": 1, helper: 3 },
    });
    expect(found(phase("fault", { others: 0.1 }, restarted))).toEqual([]);
    const unknown = (end: HostUsage) => ({ ...end, ours: { client: 13, controller: 6, "app-1": 54 } });
    expect(found(phase("fault", { others: 0.4 }, unknown))).toHaveLength(1);
  });

  it("cannot be told where the host was not read", () => {
    const unread = phase("fault", { others: 2 }).map((event): RunEvent => {
      if (event.type !== "usage") return event;
      const { host: _, ...rest } = event;
      return rest;
    });
    expect(found(unread)).toEqual([]);
    expect(knowsHost(stepOf(unread))).toBe(false);
    expect(knowsHost(stepOf(phase("fault", {})))).toBe(true);
  });
});
