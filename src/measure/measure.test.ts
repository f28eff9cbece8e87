import { describe, expect, it } from "vitest";
import type { RunEvent, Sample } from "../model/event.ts";
import type { PhaseName } from "../model/lab.ts";
import type { LoadRecord, ProbeRecord, SessionRecord, WriteRecord } from "../model/load-records.ts";
import type { MetricName } from "../model/metrics.ts";
import type { Plan } from "../model/plan.ts";
import { killStep, peakStep, plannedStage, planOf, runStarted } from "../model/testing/sample-plan.ts";
import { type Story, tell } from "../model/testing/story.ts";
import { measure } from "./measure.ts";

const action = killStep("scale-out");

function measured(story: Story = {}, plan: Plan = planOf([action]), before: RunEvent[] = [runStarted()]) {
  const { events, samples } = tell(action, story);
  const all = measure(plan, [...before, ...events], samples);
  const figure = (metric: MetricName, phase: PhaseName) =>
    all.measurements.find((one) => one.metric === metric && one.phase === phase && one.of === undefined);
  return { ...all, figure, value: (metric: MetricName, phase: PhaseName) => figure(metric, phase)?.value };
}

/** Half of the requests go to the dead server until the balancer has noticed. */
const ejectedAfter = (ms: number) => (phase: PhaseName, at: number) =>
  phase === "fault" && at >= 200 && at < 200 + ms
    ? { ok: 5, failed: 5, servers: ["app-2"] }
    : phase === "fault" && at >= 200
      ? { ok: 10, servers: ["app-2"] }
      : { ok: 10, servers: ["app-1", "app-2"], latencyMs: phase === "warmup" ? 900 : 5 };

describe("a server that is killed and leaves rotation", () => {
  const run = measured({ seen: ejectedAfter(2500) });

  it("is sound", () => {
    expect(run.unsound).toEqual([]);
  });

  it("costs errors until it is ejected", () => {
    expect(run.figure("lb.ejection_s", "fault")).toMatchObject({ value: 2.7, unit: "s", samples: 1000 });
    expect(run.figure("lb.ejection_s", "fault")).not.toHaveProperty("atLeast");
    expect(run.value("http.failed", "fault")).toBe(125);
    expect(run.value("http.failed_ratio", "fault")).toBeCloseTo(0.125);
    expect(run.value("recovery.time_s", "recovery")).toBe(0);
  });

  it("leaves the warm-up out of the whole", () => {
    expect(run.value("http.requests", "all")).toBe(3000);
    expect(run.value("latency.max", "all")).toBeLessThan(10);
    expect(run.measurements.some((one) => one.phase === "warmup")).toBe(false);
  });

  it("tells rates, latencies and servers", () => {
    expect(run.value("http.rate", "baseline")).toBe(100);
    expect(run.value("latency.p50", "baseline")).toBeCloseTo(5, 1);
    expect(run.value("servers.answering", "all")).toBe(2);
    expect(run.value("servers.largest_share", "baseline")).toBe(0.5);
    expect(run.phases.find((one) => one.phase === "fault")?.byServer).toEqual({ "app-1": 10, "app-2": 865 });
  });

  it("does not claim percentiles that its answers cannot show", () => {
    expect(run.figure("latency.p999", "fault")).toMatchObject({
      value: null,
      reason: "875 good answers; needs 1000",
    });
  });
});

it("a dead server that stays in rotation is longer than the phase", () => {
  const run = measured({ seen: (phase) => (phase === "fault" ? { ok: 5, failed: 5 } : { ok: 10 }) });
  expect(run.figure("lb.ejection_s", "fault")).toMatchObject({ value: 10, atLeast: true });
});

it("a fault that costs nobody an error is ejected at once", () => {
  expect(measured().figure("lb.ejection_s", "fault")).toMatchObject({ value: 0, samples: 1000 });
});

it("recovery counts from the revert to the last errors", () => {
  const slow = measured({
    seen: (phase, ms) => (phase === "recovery" && ms < 3200 ? { failed: 10 } : { ok: 10 }),
  });
  expect(slow.value("recovery.time_s", "recovery")).toBe(3);
});

it("outages come from the probes: the longest in full, the time by phase", () => {
  const probes = (starts: ReadonlyMap<PhaseName, number>): ProbeRecord[] => [
    { kind: "probe", state: "down", atMs: starts.get("fault")! + 9000 },
    { kind: "probe", state: "up", atMs: starts.get("recovery")! + 2000 },
  ];
  const run = measured({ records: probes });
  expect(run.value("outage.longest_s", "fault")).toBe(3);
  expect(run.value("outage.total_s", "fault")).toBe(1);
  expect(run.value("outage.total_s", "recovery")).toBe(2);
  expect(run.value("outage.count", "recovery")).toBe(0);
  expect(run.value("outage.total_s", "all")).toBe(3);
  expect(run.outages.length).toBe(1);
  const open = measured({ records: (starts) => probes(starts).slice(0, 1) });
  expect(open.figure("outage.longest_s", "all")).toMatchObject({ value: 11, atLeast: true });
});

it("sessions are judged by phase", () => {
  const session = (phase: PhaseName, result: SessionRecord["result"], user: string): SessionRecord => ({
    kind: "session",
    user,
    phase,
    intendedMs: 0,
    result,
    server: "app-2",
    issuedBy: "app-1",
  });
  const run = measured({
    records: () => [
      session("warmup", "refused", "old"),
      session("baseline", "accepted", "ann"),
      session("baseline", "refused", "ann"),
      session("baseline", "accepted", "bob"),
      session("fault", "refused", "bob"),
    ],
  });
  expect(run.figure("sessions.refused_ratio", "baseline")).toMatchObject({ value: 1 / 3, samples: 3 });
  expect(run.value("sessions.lost_ratio", "baseline")).toBe(0.5);
  expect(run.value("sessions.lost", "all")).toBe(2);
  expect(run.figure("sessions.lost", "recovery")).toMatchObject({ value: null, samples: 0 });
});

describe("the ledger", () => {
  const key = { step: action.step, on: action.on, repeat: action.repeat };
  const write = (id: string, phase: PhaseName): WriteRecord => ({
    kind: "write",
    ledger: "posts",
    id,
    user: "ann",
    phase,
    attemptMs: 0,
    endMs: 10,
    result: "acknowledged",
    server: "app-1",
  });
  const writes = (): LoadRecord[] => [
    write("early", "warmup"),
    write("kept", "baseline"),
    write("gone", "fault"),
  ];

  it("finds lost, unexpected and duplicate writes in the phase of their attempt", () => {
    const ids = ["early", "kept", "kept", "ghost"];
    const run = measured({
      records: writes,
      events: () => [{ type: "ledger", ...key, ledger: "posts", ids }],
    });
    expect(run.value("writes.lost", "fault")).toBe(1);
    expect(run.value("writes.lost", "baseline")).toBe(0);
    expect(run.value("writes.duplicates", "baseline")).toBe(1);
    expect(run.value("writes.unexpected", "baseline")).toBe(0);
    expect(run.value("writes.unexpected", "all")).toBe(1);
    expect(run.value("writes.attempted", "all")).toBe(2);
  });

  it("goes by the last read of writes that cannot be listed, such as uploads", () => {
    const upload = (id: string): LoadRecord => ({ ...write(id, "fault"), ledger: "images" });
    const read = (id: string, result: "found" | "missing"): LoadRecord => ({
      ...write(id, "fault"),
      kind: "read",
      ledger: "images",
      attemptMs: 20,
      endMs: 30,
      result,
      write: "acknowledged",
    });
    const run = measured({
      records: () => [
        ...writes(),
        upload("seen"),
        upload("vanished"),
        upload("unread"),
        read("seen", "found"),
        read("vanished", "missing"),
      ],
      events: () => [{ type: "ledger", ...key, ledger: "posts", ids: ["early", "kept", "gone"] }],
    });
    // two of the uploads were read back, and one post was listed
    expect(run.figure("writes.lost", "fault")).toMatchObject({ value: 1, samples: 3 });
    expect(run.value("reads.own_missing", "fault")).toBe(1);
    expect(run.figure("writes.unexpected", "fault")?.reason).toBe(
      "the store was not listed after the load (images)",
    );
    const unread = measured({ records: () => [upload("unread")] });
    expect(unread.figure("writes.lost", "fault")).toMatchObject({
      value: null,
      reason: "the store was not listed after the load (images), and no write was read back",
    });
  });

  it("says so when there is nothing to find them in", () => {
    const run = measured({ records: writes });
    expect(run.figure("writes.lost", "all")).toMatchObject({ value: null });
    expect(run.figure("writes.duplicates", "all")?.reason).toContain("not listed");
  });
});

it("resources survive the restart of a killed container", () => {
  const container = (cpuSeconds: number) => {
    const rest = { throttledSeconds: 0, memoryMiB: 64, rxBytes: 2 ** 20 * cpuSeconds, txBytes: 0 };
    return [{ server: "app-1", service: "app-1", cpuSeconds, ...rest }];
  };
  const key = { step: action.step, on: action.on, repeat: action.repeat };
  const usage = (phase: PhaseName, edge: "start" | "end", cpu?: number) => ({
    type: "usage" as const,
    ...key,
    phase,
    edge,
    containers: cpu === undefined ? [] : container(cpu),
    hostCpuSeconds: 0,
  });
  const run = measured({
    events: () => [
      usage("baseline", "start", 10),
      usage("baseline", "end", 12),
      usage("fault", "start", 12),
      usage("fault", "end"),
      usage("recovery", "start"),
      usage("recovery", "end", 1.5),
    ],
  });
  expect(run.value("cpu.seconds", "baseline")).toBe(2);
  expect(run.value("cpu.seconds", "fault")).toBe(0);
  expect(run.value("cpu.seconds", "all")).toBe(3.5);
  expect(run.value("cpu.per_1000_good", "baseline")).toBe(2);
  expect(run.value("network.received", "all")).toBe(3.5);
  expect(run.value("cost.per_hour", "all")).toBeCloseTo(0.0175);
  // 100 good answers a second: a million takes 10,000 s
  expect(run.value("cost.per_million", "baseline")).toBeCloseTo((0.0175 * 10_000) / 3600);
});

describe("what makes figures unsound", () => {
  const only = (run: { unsound: { code: string }[] }) => run.unsound.map((one) => one.code);

  it.each([
    ["generator-late", { latePercent: 3 }],
    ["generator-busy", { generator: { cpuS: 0.39 } }],
    ["generator-busy", { generator: { loopDelayP99Ms: 80 } }],
    ["generator-busy", { generator: { localErrors: 1 } }],
    ["outstanding-cap", { generator: { capHits: 1 } }],
    ["clock-step", { generator: { clockStepMs: -3000 } }],
    ["fault-did-not-bite", { fault: { bit: false } }],
    ["fault-not-healed", { fault: { healed: false } }],
    ["stage-unhealthy", { seen: () => ({ ok: 9, failed: 1 }) }],
    ["aborted", { aborted: "the engine went away" }],
    ["aborted", { cutOff: true }],
  ] satisfies [string, Story][])("%s: %j", (code, story) => {
    expect([...new Set(only(measured(story)))]).toEqual([code]);
  });

  it("a little lateness and a few errors are not", () => {
    expect(only(measured({ latePercent: 1, generator: { cpuS: 0.2 } }))).toEqual([]);
  });

  it("machines that ask for more than the host has touch capacity figures only", () => {
    const crowded = measured({}, planOf([action]), [runStarted(1)]);
    expect(crowded.unsound).toMatchObject([{ code: "machines-do-not-fit", capacityOnly: true }]);
    expect(crowded.unsound[0]!.text).toContain("1.1 cores; this host has 1");
    // at half speed the same servers ask for half, the client for all of its share
    const started = runStarted(1) as Extract<RunEvent, { type: "run-started" }>;
    const halved = { ...started, host: { ...started.host, speed: 0.5 } };
    expect(measured({}, planOf([action]), [halved]).unsound).toEqual([]);
  });

  it("a shared quota that could not be set", () => {
    const servers = [
      { name: "box", type: "small" as const, services: ["web", "app"], cgroupVariable: "BOX" },
    ];
    const plan = planOf([action], { stages: [plannedStage("scale-out", { servers })] });
    const up = (quota: "shared" | "none"): RunEvent => ({
      at: 1_650_000_000_000,
      type: "stage-up",
      on: "scale-out",
      project: "p",
      url: "http://127.0.0.1:1/",
      servers: [],
      tookMs: 1,
      quota,
    });
    expect(only(measured({}, plan, [runStarted(), up("none")]))).toEqual(["no-quota"]);
    expect(only(measured({}, plan, [runStarted(), up("shared")]))).toEqual([]);
  });

  it("an aborted step has figures without value, each with the reason", () => {
    const run = measured({ aborted: "the engine went away" });
    expect(run.figure("lb.ejection_s", "fault")).toMatchObject({ value: null, samples: 0 });
    expect(run.figure("latency.p99", "baseline")?.reason).toContain("the engine went away");
    expect(run.measurements.every((one) => one.value === null)).toBe(true);
  });

  it("a step that cannot be done here is missing, and told apart from one that went wrong", () => {
    const key = { step: action.step, on: action.on, repeat: action.repeat };
    const reason = "app-1 has no disk of its own";
    const all = measure(
      planOf([action]),
      [
        runStarted(),
        { at: 1, type: "measure-started", ...key },
        { at: 2, type: "measure-ended", ...key, ok: false, reason, impossible: true },
      ],
      [],
    );
    expect(all.unsound).toEqual([]);
    expect(all.impossible).toEqual([{ ...key, text: reason }]);
    expect(all.measurements.find((one) => one.metric === "http.failed")).toMatchObject({
      value: null,
      reason,
    });
  });

  it("a step that was never run is missing, not unsound", () => {
    const all = measure(planOf([action]), [runStarted()], []);
    expect(all.unsound).toEqual([]);
    expect(all.measurements.find((one) => one.metric === "http.failed")?.reason).toBe(
      "this step was not run",
    );
  });
});

describe("the knee", () => {
  const knee = peakStep("scale-out");
  const steps = [{ connections: 8, throughput: 800, p99Ms: 90, errorRatio: 0, within: true }];

  function peak(record: Partial<Extract<LoadRecord, { kind: "peak" }>>) {
    const key = { step: knee.step, on: knee.on, repeat: knee.repeat };
    const full: LoadRecord = {
      kind: "peak",
      repeat: 0,
      steps,
      kneePerS: 800,
      open: false,
      generatorCores: 0.2,
      ...record,
    };
    const events: RunEvent[] = [
      { at: 1, type: "measure-started", ...key },
      { at: 2, type: "measure-ended", ...key, ok: true },
    ];
    const samples: Sample[] = [{ ...key, record: full }];
    const all = measure(planOf([knee]), [runStarted(), ...events], samples);
    return { ...all, knee: all.measurements.find((one) => one.metric === "throughput.knee") };
  }

  it("is the highest throughput within the limits", () => {
    expect(peak({}).knee).toMatchObject({ value: 800, unit: "1/s", phase: "all", samples: 1 });
    expect(peak({}).unsound).toEqual([]);
  });

  it("is a bound when the search ended while it still grew", () => {
    expect(peak({ open: true }).knee).toMatchObject({ value: 800, atLeast: true });
  });

  it("is not believed when the generator was at its limit", () => {
    expect(peak({ generatorCores: 0.39 }).unsound).toMatchObject([{ code: "generator-busy" }]);
  });

  it("is not believed when the service had not settled before the search", () => {
    expect(peak({ settled: false }).unsound).toMatchObject([{ code: "not-settled" }]);
    expect(peak({ settled: true }).unsound).toEqual([]);
  });
});

it("repeats and stages are kept apart", () => {
  const actions = [killStep("a"), killStep("b"), killStep("a", { repeat: 1 })];
  const told = actions.map((one, index) => tell(one, { seen: () => ({ ok: index + 1 }) }));
  const all = measure(
    planOf(actions),
    told.flatMap((one) => one.events),
    told.flatMap((one) => one.samples),
  );
  const rates = all.measurements.filter(
    (one) => one.metric === "http.rate" && one.phase === "baseline" && one.of === undefined,
  );
  expect(rates.map(({ on, repeat, value }) => [on, repeat, value])).toEqual([
    ["a", 0, 10],
    ["b", 0, 20],
    ["a", 1, 30],
  ]);
});
