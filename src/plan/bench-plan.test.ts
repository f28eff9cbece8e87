import { describe, expect, test } from "vitest";
import type { Stage } from "../model/stage.ts";
import { benchParts, benchPlan, benchWorkload } from "./bench-plan.ts";

const stage = (name: string, variant?: string): Stage => ({
  name,
  ...(variant !== undefined && { variant }),
  files: [`${name}.yaml`],
  entry: { service: "lb", port: 80 },
  client: { network: "internet", cpus: 0.6 },
  servers: [],
  images: ["node"],
  standardFault: { kind: "kill", target: "app-1" },
});

const workload = benchWorkload({ ratePerS: 60, quick: false });
const options = { run: "r1", seed: "s", quick: false, createdAt: "2026-01-01T00:00:00.000Z" };
const measures = (of: Stage, repeat: number) =>
  benchPlan(of, repeat, workload, options).actions.flatMap((action) =>
    action.kind === "measure" ? [action] : [],
  );

test("parts are interleaved: every stage once a round", () => {
  expect(benchParts(["a", "b"], 2)).toEqual([
    { stage: "a", repeat: 0 },
    { stage: "b", repeat: 0 },
    { stage: "a", repeat: 1 },
    { stage: "b", repeat: 1 },
  ]);
});

describe("a part's plan", () => {
  test("brings the stage up fresh, searches the knee, then breaks it under the equal rate", () => {
    const { actions } = benchPlan(stage("scale-out"), 0, workload, options);
    expect(actions.map((action) => (action.kind === "measure" ? action.step : action.kind))).toEqual([
      "stage-up",
      "knee",
      "equal-rate",
      "stage-down",
    ]);
    expect(measures(stage("scale-out"), 0)[1]).toMatchObject({
      fault: { kind: "kill", target: "app-1", params: {} },
      phases: [
        { name: "warmup", ms: 2000 },
        { name: "baseline", ms: 10_000 },
        { name: "fault", ms: 10_000 },
        { name: "recovery", ms: 10_000 },
      ],
    });
  });

  test("gives every stage the same arrivals, and every repeat its own", () => {
    const seeds = (of: Stage, repeat: number) => measures(of, repeat).map(({ seed }) => seed);
    expect(seeds(stage("a"), 0)).toEqual(seeds(stage("b", "v"), 0));
    expect(seeds(stage("a"), 0)).not.toEqual(seeds(stage("a"), 1));
  });

  test("a variant's alias is fit for file and project names", () => {
    const plan = benchPlan(stage("scale-out", "one-backend"), 0, workload, options);
    expect(plan.stages[0]).toMatchObject({ alias: "scale-out-one-backend", variant: "one-backend" });
    expect(new Set(plan.actions.map(({ on }) => on))).toEqual(new Set(["scale-out-one-backend"]));
  });

  test("without a standard fault only the steady state is measured", () => {
    const { standardFault: _, ...calm } = stage("a");
    const [, equalRate] = measures(calm, 0);
    expect(equalRate?.fault).toBeUndefined();
    expect(equalRate?.phases.map(({ name }) => name)).toEqual(["warmup", "baseline"]);
  });

  test("--quick halves the phases and keeps the rate", () => {
    const quick = benchWorkload({ ratePerS: 60, quick: true });
    expect(quick.phases.baselineMs * 2).toBe(workload.phases.baselineMs);
    expect(quick.equalRate.ratePerS).toBe(60);
  });
});
