import { describe, expect, it } from "vitest";
import { sideAgain } from "../model/again.ts";
import type { Claim, Lab, Step, Subject } from "../model/lab.ts";
import type { Action } from "../model/plan.ts";
import { ejectionClaim } from "../model/testing/sample-plan.ts";
import { makePlan, type PlanOptions } from "./make-plan.ts";

const options: PlanOptions = { run: "r1", seed: "7", quick: false, createdAt: "2026-01-01T00:00:00.000Z" };
const base = { hints: [], treats: [] };
const command = (id: string) => ({
  id,
  in: "app",
  run: "true",
  times: 1,
  timeoutMs: 5000,
  phase: "all" as const,
  afterMs: 0,
});

const steps: Step[] = [
  {
    ...base,
    id: "kill",
    kind: "measure",
    load: "browse",
    on: ["a", "b"],
    repeats: 2,
    phases: { baselineMs: 10_000, faultMs: 8000, recoveryMs: 6000 },
    fault: { kind: "kill", targets: { default: "app-1", byStage: {} }, params: {} },
    commands: [{ ...command("count"), phase: "fault" }],
  },
  { ...base, id: "calm", kind: "measure", load: "browse", on: ["b"], repeats: 1, forMs: 5000 },
  { ...base, id: "speed", kind: "try", on: ["b"], repeats: 1, commands: [command("old"), command("new")] },
];

function labWith(...subjects: Subject[]): Lab {
  const stages = ["a", "b"].map((alias) => ({ alias, stage: "scale-out" }));
  const claims = subjects.map((subject, at): Claim => {
    const claim = ejectionClaim({ id: `c${at}`, subject, mustFailOn: [] });
    const again = sideAgain({ stages, steps }, claim);
    return { ...claim, ...(again && { again }) };
  });
  return {
    id: "99-test",
    number: "99",
    form: 1,
    title: { en: "Test", ko: "시험" },
    sources: [],
    minutes: 1,
    stages,
    journeys: [{ name: "visitor", steps: [{ kind: "get", path: "/" }] }],
    loads: [
      {
        kind: "open",
        name: "browse",
        ratePerS: 60,
        arrivals: "poisson",
        mix: [{ journey: "visitor", weight: 1 }],
      },
    ],
    quick: { rate: 1, phases: 0.5, repeats: 1 },
    steps,
    claims,
    file: "lab.yaml",
  };
}

const stage = (alias: string) =>
  ({
    name: alias,
    files: [],
    entry: {},
    client: { network: "x", cpus: 0.5 },
    servers: [],
    images: [],
  }) as never;
const stages = new Map(["a", "b"].map((alias) => [alias, stage(alias)]));
const planned = (lab: Lab, more: Partial<PlanOptions> = {}) =>
  makePlan(lab, stages, { ...options, ...more }).actions;

/** Each action in a word or two. */
const told = (actions: readonly Action[]) =>
  actions.map((action) =>
    action.kind === "measure" || action.kind === "try"
      ? `${action.step} ${action.on} ${action.repeat}`
      : `${action.kind.slice(6)} ${action.on}`,
  );
const againIn = (actions: readonly Action[]) =>
  actions.find((action) => "step" in action && action.step.endsWith("_again")) as Extract<
    Action,
    { step: string }
  >;

const at = (step: string, phase: "baseline" | "fault" | "all" = "baseline") => ({ during: { step, phase } });
const twoStages: Subject = { on: "b", ...at("kill"), comparedWith: { on: "a" } };
const twoSteps: Subject = { on: "b", ...at("calm"), comparedWith: at("kill") };
const twoPhases: Subject = { on: "a", ...at("kill", "fault"), comparedWith: at("kill") };
const twoCommands: Subject = { on: "b", of: "new", ...at("speed", "all"), comparedWith: { of: "old" } };
const twoRoutes: Subject = { on: "b", of: "/", ...at("calm"), comparedWith: { of: "/feed" } };

const round = ["up a", "kill a 0", "down a", "up b", "kill b 0", "calm b 0", "speed b 0", "down b"];
const second = ["up a", "kill a 1", "down a", "up b", "kill b 1", "down b"];

describe("the second measurement of an A/A control", () => {
  it("of two stages is the first one's, brought up once more at the end of the last round", () => {
    expect(told(planned(labWith(twoStages)))).toEqual([
      ...round,
      ...second,
      "up a",
      "kill_again a 1",
      "down a",
    ]);
  });

  it("of two steps is the first one's, on the stage that is up, after the other and in its round", () => {
    const actions = told(planned(labWith(twoSteps)));
    expect(actions.filter((one) => one.includes("again"))).toEqual(["kill_again b 1"]);
  });

  it("of two phases follows at once, without the fault and its commands", () => {
    const actions = planned(labWith(twoPhases));
    expect(told(actions)).toEqual([...round, "up a", "kill a 1", "kill_again a 1", ...second.slice(2)]);
    const again = againIn(actions);
    expect(again).not.toHaveProperty("fault");
    expect(again).not.toHaveProperty("commands");
  });

  it("of two commands is the first one's alone", () => {
    const actions = planned(labWith(twoCommands));
    expect(told(actions).slice(5, 9)).toEqual(["calm b 0", "speed b 0", "speed_again b 0", "down b"]);
    expect(againIn(actions).commands?.map(({ id }) => id)).toEqual(["old"]);
  });

  it("is none where both sides are read from the same seconds, or no A/A control is asked for", () => {
    expect(sideAgain(labWith(), { subject: twoRoutes })).toBeUndefined();
    expect(told(planned(labWith(twoRoutes)))).toEqual([...round, ...second]);
    const lab = labWith(twoStages);
    expect(told(planned({ ...lab, claims: lab.claims.map(({ again: _, ...claim }) => claim) }))).toHaveLength(
      14,
    );
  });

  it.each([
    ["baseline", ["warmup", "baseline"], false],
    ["fault", ["warmup", "baseline", "fault"], true],
    ["all", ["warmup", "baseline", "fault", "recovery"], true],
  ] as const)("ends after the phase that is needed: %s", (phase, names, faulty) => {
    const again = againIn(planned(labWith({ ...twoStages, ...at("kill", phase) })));
    expect(again.kind === "measure" && again.phases.map(({ name }) => name)).toEqual(names);
    expect("fault" in again).toBe(faulty);
    expect(again.commands?.length ?? 0).toBe(faulty ? 1 : 0);
  });

  it("may last as much shorter as it is", () => {
    const actions = planned(labWith(twoStages));
    const whole = actions.find((action) => action.kind === "measure")!;
    // neither fault and recovery, nor the command that may make the fault phase longer
    expect(whole.deadlineMs - againIn(actions).deadlineMs).toBeGreaterThanOrEqual(14_000);
    expect(againIn(actions).deadlineMs).toBeGreaterThan(12_000);
  });

  it("is made once for several claims, with what each of them needs", () => {
    const actions = planned(labWith(twoStages, { ...twoStages, ...at("kill", "fault") }));
    expect(told(actions).filter((one) => one.includes("again"))).toEqual(["kill_again a 1"]);
    expect(againIn(actions)).toMatchObject({ fault: { kind: "kill" }, commands: [{ id: "count" }] });
  });

  it("is left out where not both sides are measured", () => {
    expect(told(planned(labWith(twoSteps), { steps: ["kill"] }))).not.toContain("kill_again b 1");
  });

  it("has the very arrivals of the first", () => {
    const actions = planned(labWith(twoStages));
    const first = actions.find((action) => action.kind === "measure" && action.repeat === 1);
    expect(againIn(actions)).toMatchObject({ seed: (first as { seed: string }).seed });
  });
});
