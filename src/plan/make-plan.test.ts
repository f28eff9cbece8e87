import { describe, expect, test } from "vitest";
import { commandSlackMs } from "../model/commands.ts";
import type { Lab, LabCommand, Step } from "../model/lab.ts";
import type { Stage } from "../model/stage.ts";
import { makePlan, type PlanOptions } from "./make-plan.ts";

const options: PlanOptions = { run: "r1", seed: "7", quick: false, createdAt: "2026-01-01T00:00:00.000Z" };

function labWith(steps: Step[]): Lab {
  return {
    id: "99-test",
    number: "99",
    form: 1,
    title: { en: "Test", ko: "시험" },
    sources: [],
    minutes: 1,
    stages: [
      { alias: "a", stage: "scale-out", variant: "one" },
      { alias: "b", stage: "scale-out" },
      { alias: "unused", stage: "scale-out" },
    ],
    journeys: [{ name: "visitor", steps: [{ kind: "get", path: "/" }] }],
    loads: [
      {
        kind: "open",
        name: "browse",
        ratePerS: 60,
        arrivals: "poisson",
        mix: [{ journey: "visitor", weight: 1 }],
      },
      { kind: "peak", name: "knee", path: "/feed", stopAt: { p99Ms: 500, errorRatio: 0.01 }, repeats: 3 },
    ],
    quick: { rate: 0.5, phases: 0.5, repeats: 1 },
    steps,
    claims: [],
    file: "lab.yaml",
  };
}

const kill: Step = {
  id: "kill-one",
  kind: "measure",
  hints: [],
  treats: [],
  load: "browse",
  on: ["a", "b"],
  repeats: 1,
  phases: { baselineMs: 10_000, faultMs: 8000, recoveryMs: 6000 },
  fault: { kind: "kill", targets: { default: "app-1", byStage: { b: "app-2" } }, params: {} },
};
const knee: Step = {
  id: "knee",
  kind: "measure",
  hints: [],
  treats: [],
  load: "knee",
  on: ["b", "a"],
  repeats: 3,
};

const found = new Map<string, Stage>(
  ["a", "b", "unused"].map((alias) => [
    alias,
    {
      name: "scale-out",
      files: [alias],
      entry: { service: "lb", port: 80 },
      client: { network: "internet", cpus: 0.6 },
      servers: [],
      images: ["node"],
    },
  ]),
);

const shape = (lab: Lab, more: Partial<PlanOptions> = {}) =>
  makePlan(lab, found, { ...options, ...more }).actions.map((action) =>
    action.kind === "measure" || action.kind === "try"
      ? `${action.step}#${action.repeat} ${action.on}`
      : `${action.kind} ${action.on}`,
  );

describe("a plan", () => {
  test("takes the stages in the lab's order and repeats in interleaved rounds", () => {
    expect(shape(labWith([knee, kill]))).toEqual([
      "stage-up a",
      "knee#0 a",
      "kill-one#0 a",
      "stage-down a",
      "stage-up b",
      "knee#0 b",
      "kill-one#0 b",
      "stage-down b",
      "stage-up a",
      "knee#1 a",
      "stage-down a",
      "stage-up b",
      "knee#1 b",
      "stage-down b",
      "stage-up a",
      "knee#2 a",
      "stage-down a",
      "stage-up b",
      "knee#2 b",
      "stage-down b",
    ]);
  });

  test("is the same value for the same input", () => {
    expect(makePlan(labWith([kill]), found, options)).toEqual(makePlan(labWith([kill]), found, options));
  });

  test("gives every stage the same arrivals, and every repeat its own", () => {
    const seeds = makePlan(labWith([knee]), found, options).actions.flatMap((action) =>
      action.kind === "measure" ? [action.seed] : [],
    );
    expect(seeds).toEqual(["7/knee/0", "7/knee/0", "7/knee/1", "7/knee/1", "7/knee/2", "7/knee/2"]);
  });

  test("--quick scales rate, phases and repeats as the lab says; the warm-up stays", () => {
    const actions = makePlan(labWith([knee, kill]), found, { ...options, quick: true }).actions;
    const measured = actions.flatMap((action) => (action.kind === "measure" ? [action] : []));
    expect(measured.filter((action) => action.step === "knee")).toHaveLength(2);
    expect(measured.find((action) => action.step === "kill-one")).toMatchObject({
      load: { ratePerS: 30 },
      phases: [
        { name: "warmup", ms: 2000 },
        { name: "baseline", ms: 5000 },
        { name: "fault", ms: 4000 },
        { name: "recovery", ms: 3000 },
      ],
    });
  });

  test("aims the fault at each stage's own target", () => {
    const faults = makePlan(labWith([kill]), found, options).actions.flatMap((action) =>
      action.kind === "measure" ? [action.fault?.target] : [],
    );
    expect(faults).toEqual(["app-1", "app-2"]);
  });

  test("in the walk the target is drawn by the learner's seed, where a stage has all that are drawn from", () => {
    const drawn: Step = { ...kill, fault: { ...kill.fault!, drawn: ["app-1", "app-2"] } } as Step;
    const server = (name: string) => ({ name, type: "nano" as const, services: [name] });
    const stages = new Map(found);
    stages.set("a", { ...found.get("a")!, servers: [server("app-1")] });
    stages.set("b", { ...found.get("b")!, servers: [server("app-1"), server("app-2")] });
    const targets = (seed: string, drawTargets: boolean) =>
      makePlan(labWith([drawn]), stages, { ...options, seed, drawTargets }).actions.flatMap((action) =>
        action.kind === "measure" ? [action.fault?.target] : [],
      );
    const seeds = Array.from({ length: 20 }, (_, at) => `learner${at}`);
    expect(new Set(seeds.map((seed) => targets(seed, true).join()))).toEqual(
      new Set(["app-1,app-1", "app-1,app-2"]),
    );
    for (const seed of seeds) {
      expect(targets(seed, true)).toEqual(targets(seed, true));
      // a run is the same for everybody
      expect(targets(seed, false)).toEqual(["app-1", "app-2"]);
    }
  });

  test("leaves out stages that nothing measures, and steps that were not asked for", () => {
    expect(makePlan(labWith([kill]), found, options).stages.map((stage) => stage.alias)).toEqual(["a", "b"]);
    expect(shape(labWith([knee, kill]), { steps: ["kill-one"] })).toEqual([
      "stage-up a",
      "kill-one#0 a",
      "stage-down a",
      "stage-up b",
      "kill-one#0 b",
      "stage-down b",
    ]);
  });

  const command = (id: string, change: Partial<LabCommand> = {}): LabCommand => ({
    ...{ id, in: "laptop", run: "true", times: 2, timeoutMs: 5000, phase: "all", afterMs: 0 },
    ...change,
  });
  const reach: Step = {
    ...{ id: "reach", kind: "try", hints: [], treats: [], on: ["a", "b"], repeats: 2 },
    commands: [command("scan"), command("enter", { only: ["b"] })],
  };

  test("tries commands among the measurements, in the lab's order, each where it belongs", () => {
    const actions = makePlan(labWith([knee, reach, kill]), found, options).actions;
    expect(shape(labWith([knee, reach, kill])).slice(0, 5)).toEqual([
      "stage-up a",
      "knee#0 a",
      "reach#0 a",
      "kill-one#0 a",
      "stage-down a",
    ]);
    const tried = actions.flatMap((action) => (action.kind === "try" ? [action] : []));
    expect(tried.map(({ on, repeat, commands }) => [on, repeat, commands.map(({ id }) => id)])).toEqual([
      ["a", 0, ["scan"]],
      ["b", 0, ["scan", "enter"]],
      ["a", 1, ["scan"]],
      ["b", 1, ["scan", "enter"]],
    ]);
    expect(tried[1]!.commands[1]).not.toHaveProperty("only");
    expect(tried[1]!.deadlineMs).toBeGreaterThan(4 * 5000);
    expect(makePlan(labWith([reach]), found, { ...options, quick: true }).actions).toHaveLength(6);
  });

  test("waits for commands beside a load: --quick leaves them as they are", () => {
    const commands = [command("switch", { phase: "fault", afterMs: 2000, times: 1, timeoutMs: 30_000 })];
    const planned = (step: Step, quick: boolean) =>
      makePlan(labWith([step]), found, { ...options, quick }).actions.flatMap((action) =>
        action.kind === "measure" ? [action] : [],
      )[0]!;
    const [plain, beside] = [planned(kill, true), planned({ ...kill, commands } as Step, true)];
    expect(beside.commands).toEqual(commands);
    expect(beside.deadlineMs - plain.deadlineMs).toBe(2000 + 30_000 + commandSlackMs - 4000);
    expect(plain).not.toHaveProperty("commands");
  });
});
