import type { RunEvent } from "../event.ts";
import type { Measurement, Measurements, PhaseSummary } from "../measurement.ts";
import type { Plan } from "../plan.ts";
import type { ClaimVerdict, LabVerdict } from "../verdict.ts";
import { ejectionClaim, killStep, planOf, runStarted } from "./sample-plan.ts";

/** A plan, figures and a verdict that belong together: the ejection claim on two stages, passed. */
export function finishedRun(): {
  plan: Plan;
  measurements: Measurements;
  verdict: LabVerdict;
  events: RunEvent[];
} {
  const plan = planOf([killStep("scale-out"), killStep("no-health-check")], { claims: [ejectionClaim()] });
  return { plan, measurements: figures(), verdict: passed(), events: [runStarted(), imagesUsed()] };
}

const where = { step: "kill-one", repeat: 0 };

function figure(
  on: string,
  metric: Measurement["metric"],
  unit: Measurement["unit"],
  value: number,
): Measurement {
  return { metric, unit, ...where, on, phase: "fault", value, samples: 1000 };
}

function summary(on: string, byServer: Record<string, number>): PhaseSummary {
  return {
    ...where,
    on,
    phase: "fault",
    lengthMs: 10_000,
    asked: 1000,
    ok: 875,
    failed: 125,
    refused: 0,
    byServer,
  };
}

function figures(): Measurements {
  return {
    run: "20260101-000000-abcd",
    lab: "04-scale-out",
    measurements: [
      figure("scale-out", "lb.ejection_s", "s", 2.5),
      figure("scale-out", "http.rate", "1/s", 87.5),
      figure("scale-out", "http.failed_ratio", "ratio", 0.125),
      figure("scale-out", "latency.p99", "ms", 93.14),
      figure("scale-out", "cpu.throttled_ratio", "ratio", 0.25),
      { ...figure("no-health-check", "lb.ejection_s", "s", 9.8), atLeast: true },
    ],
    unsound: [],
    phases: [
      summary("scale-out", { "app-2": 875 }),
      summary("no-health-check", { "app-1": 5, "app-2": 400 }),
    ],
    outages: [],
  };
}

/** The passed verdict about the ejection claim. */
export function passedClaim(change: Partial<ClaimVerdict> = {}): ClaimVerdict {
  const { id, says, metric, expect } = ejectionClaim();
  return {
    id,
    says,
    verdict: "pass",
    metric,
    value: 2.5,
    unit: "s",
    expected: "<= 4",
    expect,
    on: "scale-out",
    during: "kill-one/fault",
    samples: 1000,
    controls: [{ on: "no-health-check", verdict: "failed", value: 9.8, atLeast: true }],
    reasons: [],
    ...change,
  };
}

function passed(): LabVerdict {
  return {
    lab: "04-scale-out",
    verdict: "pass",
    claims: [passedClaim()],
    stages: ["scale-out", "no-health-check"],
    runDir: "runs/20260101-000000-abcd",
    durationS: 127.6,
    reasons: [],
  };
}

function imagesUsed(): RunEvent {
  const image = {
    name: "haproxy",
    ref: "haproxy:3.2",
    id: "sha256:0123456789abcdef",
    version: "3.2.4",
    origin: "pulled",
  };
  return {
    at: 1,
    type: "images",
    images: [image as Extract<RunEvent, { type: "images" }>["images"][number]],
    tookMs: 900,
  };
}
