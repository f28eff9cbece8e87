import type { RunEvent } from "../event.ts";
import type { Claim } from "../lab.ts";
import type { Action, Plan, PlannedPhase, PlannedStage } from "../plan.ts";

type MeasureAction = Extract<Action, { kind: "measure" }>;

/** Ten seconds of each phase, after the warm-up. */
export const tenOfEach: PlannedPhase[] = [
  { name: "warmup", ms: 2000 },
  { name: "baseline", ms: 10_000 },
  { name: "fault", ms: 10_000 },
  { name: "recovery", ms: 10_000 },
];

/** A measuring step that kills `app-1`. */
export function killStep(on: string, change: Partial<MeasureAction> = {}): MeasureAction {
  return {
    kind: "measure",
    step: "kill-one",
    on,
    repeat: 0,
    seed: "seed/kill-one/0",
    load: { kind: "open", name: "browse", ratePerS: 100, arrivals: "poisson", mix: [] },
    phases: tenOfEach,
    fault: { kind: "kill", target: "app-1", params: {} },
    deadlineMs: 60_000,
    ...change,
  };
}

/** A search for the knee. */
export function peakStep(on: string, repeat = 0): MeasureAction {
  const { fault: _, ...rest } = killStep(on, { step: "knee", repeat, phases: [] });
  return {
    ...rest,
    load: {
      kind: "peak",
      name: "knee",
      path: "/feed",
      stopAt: { p99Ms: 500, errorRatio: 0.01 },
      stepMs: 3000,
    },
  };
}

/** Two small app servers behind a balancer: 1.1 cores with the client. */
export function plannedStage(alias: string, change: Partial<PlannedStage> = {}): PlannedStage {
  return {
    alias,
    stage: alias,
    files: [],
    entry: { service: "lb", port: 80 },
    client: { network: "internet", cpus: 0.4 },
    servers: [
      { name: "lb", type: "micro", services: ["lb"] },
      { name: "app-1", type: "nano", services: ["app-1"] },
      { name: "app-2", type: "nano", services: ["app-2"] },
    ],
    images: [],
    ...change,
  };
}

/** A claim about how soon the dead server is out of rotation. */
export function ejectionClaim(change: Partial<Claim> = {}): Claim {
  return {
    id: "dead-server-ejected",
    says: { en: "A dead server leaves rotation in time", ko: "죽은 서버는 제때 빠진다" },
    metric: "lb.ejection_s",
    subject: { on: "scale-out", during: { step: "kill-one" } },
    expect: { op: "<=", value: 4, minSamples: 1 },
    mustFailOn: ["no-health-check"],
    proves: [],
    ...change,
  };
}

/** A plan of measuring steps; its stages are those the steps name. */
export function planOf(measured: MeasureAction[], change: Partial<Plan> = {}): Plan {
  return {
    format: 1,
    run: "20260101-000000-abcd",
    lab: "04-scale-out",
    title: { en: "Scale out behind a load balancer", ko: "로드 밸런서 뒤로 수평 확장" },
    seed: "seed",
    quick: false,
    createdAt: "2026-01-01T00:00:00.000Z",
    stages: [...new Set(measured.map((action) => action.on))].map((alias) => plannedStage(alias)),
    actions: measured,
    claims: [],
    ...change,
  };
}

/** How a run on a two-core host begins. */
export function runStarted(cores = 2): RunEvent {
  return {
    at: 1_600_000_000_000,
    type: "run-started",
    run: "20260101-000000-abcd",
    lab: "04-scale-out",
    host: {
      cores,
      memoryMiB: 7900,
      kernel: "6.1.0",
      platform: "linux/amd64",
      engine: "28.5.2",
      compose: "2.40.3",
      cgroup: "v1",
      node: "v20.20.0",
    },
    revision: "abc1234",
    engineMs: 300,
    version: "0.1.0",
  };
}
