import { describe, expect, it } from "vitest";
import type { RunEvent } from "../model/event.ts";
import { createHistogram, encodeHistogram, recordMs } from "../model/histogram.ts";
import type { PhaseName } from "../model/lab.ts";
import type { LoadRecord, WindowRow } from "../model/load-records.ts";
import type { MetricName } from "../model/metrics.ts";
import type { PlannedStage } from "../model/plan.ts";
import { killStep, plannedStage, planOf, runStarted } from "../model/testing/sample-plan.ts";
import { type Story, tell } from "../model/testing/story.ts";
import { measure } from "./measure.ts";

const action = killStep("scale-out");
const key = { step: action.step, on: action.on, repeat: action.repeat };

function measured(story: Story, change: Partial<PlannedStage> = {}, of = action) {
  const { events, samples } = tell(of, story);
  const plan = planOf([of], { stages: [plannedStage("scale-out", change)] });
  const all = measure(plan, [runStarted(), ...events] as RunEvent[], samples);
  const figure = (metric: MetricName, phase: PhaseName, part?: string) =>
    all.measurements.find((one) => one.metric === metric && one.phase === phase && one.of === part);
  const parts = (metric: MetricName, phase: PhaseName) =>
    Object.fromEntries(
      all.measurements
        .filter((one) => one.metric === metric && one.phase === phase && one.of !== undefined)
        .map((one) => [one.of, one.value]),
    );
  return { ...all, figure, parts };
}

function row(
  route: string,
  count: number,
  latencyMs: number,
  outcome: WindowRow["outcome"] = "ok",
): WindowRow {
  const histogram = createHistogram();
  for (let index = 0; index < count; index++) recordMs(histogram, latencyMs);
  return { route, server: "app-1", outcome, count, bytes: count, latency: encodeHistogram(histogram) };
}

/** Requests besides the story's own hundred a second on `/`, in the first second of the phase. */
const beside =
  (phase: PhaseName, rows: WindowRow[]) =>
  (starts: ReadonlyMap<PhaseName, number>): LoadRecord[] => {
    const fromMs = starts.get(phase)!;
    const scheduled = rows.reduce((sum, one) => sum + one.count, 0);
    const part = { phase, scheduled, sent: scheduled, sentLate: 0, rows };
    const { samples } = tell(action);
    const first = samples.map((one) => one.record).find((record) => record.kind === "window")!;
    return [{ ...first, fromMs, toMs: fromMs + 1000, phases: [part], ticks: [] }];
  };

describe("routes", () => {
  const run = measured({
    records: beside("fault", [
      row("/report", 120, 800),
      row("/report", 40, 900, "timeout"),
      row("POST /posts", 40, 20, "refused"),
    ]),
  });

  it("have latencies and outcomes of their own; the whole stays what it was", () => {
    expect(run.figure("latency.p50", "fault", "/report")?.value).toBeCloseTo(800, -1);
    expect(run.figure("latency.p99", "fault", "/")?.value).toBeCloseTo(5, 1);
    expect(run.figure("http.failed", "fault", "/report")).toMatchObject({
      value: 40,
      samples: 160,
      unit: "count",
    });
    expect(run.parts("http.failed_ratio", "fault")).toEqual({ "/": 0, "/report": 0.25, "POST /posts": 0 });
    expect(run.parts("http.ok_ratio", "fault")).toEqual({ "/": 1, "/report": 0.75, "POST /posts": 0 });
    expect(run.figure("http.rate", "fault", "/report")?.value).toBe(12);
    expect(run.figure("http.failed", "fault")).toMatchObject({ value: 40, samples: 1200 });
    expect(run.measurements.find((one) => one.metric === "latency.p50")).not.toHaveProperty("of");
  });

  it("nobody asked for in a phase have no figures there, and say so", () => {
    expect(run.figure("http.ok_ratio", "baseline", "/report")).toMatchObject({ value: null, samples: 0 });
    expect(run.figure("latency.p99", "baseline", "/report")?.reason).toContain("0 good answers");
  });

  it("are not told of metrics that have none", () => {
    expect(run.parts("http.requests", "fault")).toEqual({});
    expect(run.parts("generator.achieved_ratio", "fault")).toEqual({});
  });

  it("are told for the twenty busiest only", () => {
    const rows = Array.from({ length: 30 }, (_, index) => row(`/page-${index}`, index + 1, 5));
    const told = Object.keys(measured({ records: beside("fault", rows) }).parts("http.rate", "fault"));
    expect(told).toHaveLength(20);
    expect(told).toContain("/page-29");
    expect(told).toContain("/");
    expect(told).not.toContain("/page-10");
  });

  it("that were planned are there although the step was aborted", () => {
    const mix = [{ journey: "visit", weight: 1, steps: [{ kind: "get" as const, path: "/feed" }] }];
    const planned = killStep("scale-out", {
      load: { kind: "open", name: "browse", ratePerS: 1, arrivals: "poisson", mix },
    });
    const aborted = measured({ aborted: "the engine went away" }, {}, planned);
    expect(aborted.figure("latency.p99", "fault", "/feed")).toMatchObject({ value: null });
    expect(aborted.figure("servers.share", "fault", "app-1")?.reason).toContain("the engine went away");
    expect(aborted.figure("servers.share", "fault")).toBeUndefined();
  });
});

describe("servers' shares", () => {
  const servers: PlannedStage["servers"] = [
    { name: "lb", type: "micro", services: ["lb"] },
    { name: "app-1", type: "nano", services: ["app-1"], role: "app" },
    { name: "app-2", type: "nano", services: ["app-2"], role: "app" },
    { name: "app-3", type: "nano", services: ["app-3"], role: "app" },
  ];
  const run = measured(
    { seen: (phase) => ({ ok: 10, servers: phase === "fault" ? ["app-2"] : ["app-1", "app-2"] }) },
    { servers },
  );

  it("are told of those that answered, and 0 of app servers that did not", () => {
    expect(run.parts("servers.share", "baseline")).toEqual({ "app-1": 0.5, "app-2": 0.5, "app-3": 0 });
    expect(run.parts("servers.share", "fault")).toEqual({ "app-1": 0, "app-2": 1, "app-3": 0 });
    expect(run.figure("servers.share", "fault", "app-1")).toMatchObject({ samples: 1000, unit: "ratio" });
  });

  it("have no whole", () => {
    expect(run.figure("servers.share", "baseline")).toBeUndefined();
  });

  it("are not told twice of a server that answers in its service's name", () => {
    const one = [{ name: "web-1", type: "nano", services: ["app-1"], role: "app" }] as const;
    const told = measured(
      {},
      { servers: one.map((server) => ({ ...server, services: [...server.services] })) },
    );
    expect(told.parts("servers.share", "baseline")).toEqual({ "app-1": 1 });
  });

  it("cannot be told when nobody answered", () => {
    const dead = measured({ seen: (phase) => (phase === "fault" ? { failed: 10 } : {}) }, { servers });
    expect(dead.figure("servers.share", "fault", "app-1")).toMatchObject({ value: null });
    expect(dead.figure("servers.share", "fault", "app-1")?.reason).toContain("no good answer");
  });
});

it("what each server uses adds up to what the stage uses", () => {
  const container = (server: string, service: string, cpuSeconds: number, memoryMiB: number) => {
    const bytes = { rxBytes: 2 ** 20 * cpuSeconds, txBytes: 2 ** 21 * cpuSeconds };
    return { server, service, cpuSeconds, throttledSeconds: 0, memoryMiB, ...bytes };
  };
  const usage = (edge: "start" | "end", factor: number) => ({
    type: "usage" as const,
    ...key,
    phase: "baseline" as const,
    edge,
    containers: [
      container("lb", "lb", 2 * factor, 20),
      container("app-1", "app-1", 3 * factor, 60 * factor),
      container("app-1", "sidecar", factor, 10),
    ],
    hostCpuSeconds: 0,
  });
  const run = measured({ events: () => [usage("start", 1), usage("end", 2)] });
  expect(run.figure("cpu.seconds", "baseline")?.value).toBe(6);
  expect(run.parts("cpu.seconds", "baseline")).toEqual({ lb: 2, "app-1": 4, "app-2": 0 });
  // a thousand good answers in the baseline
  expect(run.parts("cpu.per_1000_good", "baseline")).toEqual({ lb: 2, "app-1": 4, "app-2": 0 });
  expect(run.parts("memory.peak", "all")).toEqual({ lb: 20, "app-1": 130, "app-2": 0 });
  expect(run.parts("network.sent", "baseline")).toEqual({ lb: 4, "app-1": 8, "app-2": 0 });
  expect(run.parts("servers.containers", "baseline")).toEqual({});
});
