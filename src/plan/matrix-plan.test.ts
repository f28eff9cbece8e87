import { describe, expect, test } from "vitest";
import type { Stage } from "../model/stage.ts";
import { benchWorkload } from "./bench-plan.ts";
import { cellPlan, matrixParts, matrixWorkload } from "./matrix-plan.ts";

const shape = { ratePerS: 60, quick: false };
const workload = matrixWorkload(shape);
const stage = (name: string, variant?: string): Stage => ({
  name,
  ...(variant !== undefined && { variant }),
  files: [`${name}.yaml`],
  entry: { service: "lb", port: 80 },
  client: { network: "internet", cpus: 0.6 },
  servers: [],
  images: ["node"],
});
const run = { run: "r1", seed: "s", quick: false, createdAt: "2026-01-01T00:00:00.000Z" };
const planned = (of: Stage, fault: string, repeat: number) =>
  cellPlan(
    of,
    { fault, repeat },
    { kind: "latency", target: "app-1", params: { delay: "1s" } },
    workload,
    run,
  );

test("the parts of a matrix go through the stages fault by fault, and through all of it round by round", () => {
  expect(matrixParts(["kill", "pause"], ["a", "b"], 2).map((one) => Object.values(one).join(" "))).toEqual([
    "a kill 0",
    "b kill 0",
    "a pause 0",
    "b pause 0",
    "a kill 1",
    "b kill 1",
    "a pause 1",
    "b pause 1",
  ]);
});

describe("the workload", () => {
  test("has members whose session lasts from before the fault until after it", () => {
    const stays = workload.load.mix.find(({ journey }) => journey === "resident")!.steps;
    const thinking = stays.reduce((ms, step) => ms + (step.kind === "think" ? step.ms : 0), 0);
    const { baselineMs, faultMs } = workload.phases;
    expect(thinking).toBeGreaterThan(baselineMs + faultMs);
    expect(stays[0]).toEqual({ kind: "login", user: "any" });
    expect(stays.filter(({ kind }) => kind === "get").length).toBeGreaterThan(2);
  });

  test("asks for log-ins about as often as a bench does", () => {
    const logins = (mix: typeof workload.load.mix) => {
      const requests = (steps: (typeof mix)[number]["steps"]) => steps.filter((one) => one.kind !== "think");
      const all = mix.reduce((total, { weight, steps }) => total + weight * requests(steps).length, 0);
      const some = mix.filter(({ steps }) => steps.some(({ kind }) => kind === "login"));
      return some.reduce((total, { weight }) => total + weight, 0) / all;
    };
    const bench = logins(benchWorkload(shape).equalRate.mix);
    expect(logins(workload.load.mix) / bench).toBeGreaterThan(0.8);
    expect(logins(workload.load.mix) / bench).toBeLessThan(1.3);
  });

  test("keeps the fault's length with --quick, or the share of failed requests would be another", () => {
    const quick = matrixWorkload({ ...shape, quick: true });
    expect(quick.phases.faultMs).toBe(workload.phases.faultMs);
    expect(quick.phases.baselineMs).toBeLessThan(workload.phases.baselineMs);
  });
});

describe("a cell's plan", () => {
  test("brings the stage up fresh and breaks it under the workload", () => {
    const { actions, stages, lab, title } = planned(stage("scale-out", "one-backend"), "latency:delay=1s", 1);
    expect(actions.map(({ kind }) => kind)).toEqual(["stage-up", "measure", "stage-down"]);
    expect(actions[1]).toMatchObject({
      on: "scale-out-one-backend",
      fault: { kind: "latency", target: "app-1", params: { delay: "1s" } },
      phases: [{ name: "warmup" }, { name: "baseline" }, { name: "fault" }, { name: "recovery" }],
    });
    expect(stages).toMatchObject([{ alias: "scale-out-one-backend", variant: "one-backend" }]);
    expect([lab, title.en]).toEqual([
      "matrix",
      "Matrix: latency:delay=1s on scale-out/one-backend, repeat 2",
    ]);
  });

  test("gives every stage and fault the same arrivals, and every repeat its own", () => {
    const seed = (of: Stage, fault: string, repeat: number) => {
      const [, action] = planned(of, fault, repeat).actions;
      return action?.kind === "measure" ? action.seed : undefined;
    };
    expect(seed(stage("a"), "kill", 0)).toBe(seed(stage("b"), "pause", 0));
    expect(seed(stage("a"), "kill", 0)).not.toBe(seed(stage("a"), "kill", 1));
  });
});
