import { expect, test } from "vitest";
import type { Claim } from "../model/lab.ts";
import type { Action, Plan } from "../model/plan.ts";
import { impossibleClaims } from "./impossible.ts";

const measure = (step: string, on: string, kind?: string): Action => ({
  kind: "measure",
  step,
  on,
  repeat: 0,
  seed: "s",
  load: { kind: "open", name: "browse", ratePerS: 10, arrivals: "poisson", mix: [] },
  phases: [],
  ...(kind !== undefined && { fault: { kind, target: "app-1", params: {} } }),
  deadlineMs: 1000,
});

const claim = (id: string, step?: string): Claim => ({
  id,
  says: { en: "", ko: "" },
  metric: "http.failed",
  subject: { on: "two", ...(step !== undefined && { during: { step, phase: "fault" as const } }) },
  expect: { op: "<=", value: 1, minSamples: 1 },
  mustFailOn: [],
  proves: [],
});

const plan = (actions: Action[], claims: Claim[] = []): Plan => ({
  format: 1,
  run: "r",
  lab: "04",
  title: { en: "", ko: "" },
  seed: "s",
  quick: false,
  createdAt: "",
  stages: [],
  actions,
  claims,
});

const noDelay = (kind: string) => (kind === "latency" ? "latency needs netem" : undefined);

test("a step whose fault cannot be had is told once, with the reason and the claims that stay unknown", () => {
  const lines = impossibleClaims(
    plan(
      [
        measure("calm", "two"),
        measure("kill", "two", "kill"),
        measure("slow", "one", "latency"),
        measure("slow", "two", "latency"),
      ],
      [claim("ejected", "kill"), claim("slower", "slow"), claim("knee"), claim("worse", "slow")],
    ),
    noDelay,
  );
  expect(lines).toEqual([
    "the step slow cannot be done here: latency needs netem; these claims stay unknown: slower, worse",
  ]);
});

test("a claim that only compares with the step stays unknown, too", () => {
  const compared: Claim = {
    ...claim("slower", "calm"),
    subject: {
      on: "two",
      during: { step: "calm", phase: "baseline" },
      comparedWith: { during: { step: "slow", phase: "fault" } },
    },
  };
  expect(impossibleClaims(plan([measure("slow", "two", "latency")], [compared]), noDelay)).toEqual([
    "the step slow cannot be done here: latency needs netem; these claims stay unknown: slower",
  ]);
});

test("a step that no claim reads is told as well, and each step has its own line", () => {
  const lines = impossibleClaims(
    plan([measure("slow", "two", "latency"), measure("slower", "two", "latency")], [claim("late", "slower")]),
    noDelay,
  );
  expect(lines).toEqual([
    "the step slow cannot be done here: latency needs netem",
    "the step slower cannot be done here: latency needs netem; these claims stay unknown: late",
  ]);
});

test("where everything can be had there is nothing to tell", () => {
  expect(impossibleClaims(plan([measure("slow", "two", "latency")]), () => undefined)).toEqual([]);
  expect(
    impossibleClaims(
      plan([{ kind: "stage-up", on: "two", deadlineMs: 1 }, measure("calm", "two")]),
      () => "never",
    ),
  ).toEqual([]);
});
