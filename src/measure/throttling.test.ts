import { describe, expect, it } from "vitest";
import type { ContainerUsage, QuotaUsage, RunEvent } from "../model/event.ts";
import type { PhaseName } from "../model/lab.ts";
import type { PlannedStage } from "../model/plan.ts";
import { killStep, plannedStage } from "../model/testing/sample-plan.ts";
import type { StepData } from "./step-data.ts";
import { throttling } from "./throttling.ts";

const action = killStep("scale-out");
const key = { step: action.step, on: action.on, repeat: action.repeat };
const servers: PlannedStage["servers"] = [
  { name: "app-1", type: "nano", services: ["app-1"] },
  { name: "box", type: "small", services: ["web", "db"], cgroupVariable: "STAGECRAFT_CGROUP_BOX" },
];

const counted = (periods: number, throttledPeriods: number, throttledSeconds: number): QuotaUsage => ({
  ...{ periods, throttledPeriods, throttledSeconds },
});
const container = (server: string, service: string, own: Partial<QuotaUsage>): ContainerUsage => ({
  ...{ server, service, cpuSeconds: 1, throttledSeconds: 0, memoryMiB: 1, rxBytes: 0, txBytes: 0 },
  ...own,
});

type Edge = { app?: Partial<QuotaUsage>; web?: QuotaUsage; box?: QuotaUsage };

function usage(
  phase: PhaseName,
  edge: "start" | "end",
  { app, web = counted(0, 0, 0), box }: Edge,
): RunEvent {
  return {
    at: 0,
    type: "usage",
    ...key,
    phase,
    edge,
    containers: [...(app ? [container("app-1", "app-1", app)] : []), container("box", "web", web)],
    hostCpuSeconds: 0,
    ...(box && { quotas: [{ server: "box", ...box }] }),
  };
}

/** Figures of a metric by `phase` or `phase/server`. */
function figures(metric: "cpu.throttled_s" | "cpu.throttled_ratio", events: RunEvent[]) {
  const spans = (["baseline", "fault", "all"] as const).map((phase) => ({ phase, fromMs: 0, toMs: 1 }));
  const data: StepData = {
    key,
    action,
    stage: plannedStage("scale-out", { servers }),
    events,
    records: [],
    spans,
  };
  return new Map(
    throttling(data)
      .filter((one) => one.metric === metric)
      .map((one) => [one.of === undefined ? one.phase : `${one.phase}/${one.of}`, one]),
  );
}

const twoPhases = [
  usage("baseline", "start", { app: counted(100, 10, 1), box: counted(0, 0, 0) }),
  usage("baseline", "end", { app: counted(200, 30, 3), box: counted(50, 30, 4) }),
  usage("fault", "start", { app: counted(200, 30, 3), box: counted(50, 30, 4) }),
  usage("fault", "end", { app: counted(300, 30, 3), box: counted(100, 30, 4) }),
];

describe("throttling", () => {
  it("is the share of the quota's periods in which it was used up, by server; of the stage, the worst", () => {
    const of = figures("cpu.throttled_ratio", twoPhases);
    expect(of.get("baseline/app-1")?.value).toBe(0.2);
    expect(of.get("baseline/box")?.value).toBe(0.6);
    expect(of.get("baseline")?.value).toBe(0.6);
    expect(of.get("fault")?.value).toBe(0);
  });

  it("adds periods up over the phases: a share of shares would be wrong", () => {
    const of = figures("cpu.throttled_ratio", twoPhases);
    expect(of.get("all/app-1")?.value).toBe(0.1);
    expect(of.get("all")?.value).toBe(0.3);
  });

  it("adds the servers' waiting up", () => {
    const of = figures("cpu.throttled_s", twoPhases);
    expect(of.get("baseline/box")?.value).toBe(4);
    expect(of.get("baseline")?.value).toBe(6);
    expect(of.get("all")?.value).toBe(6);
  });

  it("sees a container that waits for its own quota under a shared one, and counts no waiting twice", () => {
    const events = [
      usage("fault", "start", { app: counted(0, 0, 0), box: counted(0, 0, 0) }),
      usage("fault", "end", { app: counted(0, 0, 0), web: counted(10, 8, 2), box: counted(10, 1, 1.5) }),
    ];
    expect(figures("cpu.throttled_ratio", events).get("fault/box")?.value).toBe(0.8);
    expect(figures("cpu.throttled_s", events).get("fault/box")?.value).toBe(2);
  });

  it("counts a killed container from its restart, and nothing of one that is gone", () => {
    const started = { app: counted(500, 400, 9), box: counted(0, 0, 0) };
    const restarted = usage("fault", "end", { app: counted(40, 10, 1), box: counted(0, 0, 0) });
    const gone = usage("fault", "end", { box: counted(0, 0, 0) });
    const ratio = (end: RunEvent) =>
      figures("cpu.throttled_ratio", [usage("fault", "start", started), end]).get("fault/app-1")?.value;
    expect(ratio(restarted)).toBe(0.25);
    expect(ratio(gone)).toBe(0);
  });

  it("has no figure, and says why, where nothing was read or a shared quota cannot be", () => {
    expect(figures("cpu.throttled_ratio", []).get("fault")?.reason).toBe(
      "the engine's counters were not read in this phase",
    );
    const old = [usage("fault", "start", { app: {} }), usage("fault", "end", { app: {} })];
    expect(figures("cpu.throttled_ratio", old).get("fault/app-1")).toMatchObject({ value: null });
    const unread = [
      usage("fault", "start", { app: counted(0, 0, 0) }),
      usage("fault", "end", { app: counted(10, 1, 1) }),
    ];
    const of = figures("cpu.throttled_ratio", unread);
    expect(of.get("fault/app-1")?.value).toBe(0.1);
    expect(of.get("fault/box")?.reason).toContain("cannot be read on this machine");
    expect(of.get("fault")?.value).toBeNull();
  });
});
