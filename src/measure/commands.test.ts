import { describe, expect, it } from "vitest";
import type { RunEvent } from "../model/event.ts";
import type { PhaseName } from "../model/lab.ts";
import type { MetricName } from "../model/metrics.ts";
import type { Action, PlannedCommand } from "../model/plan.ts";
import { killStep, plannedStage, planOf, runStarted } from "../model/testing/sample-plan.ts";
import { tell } from "../model/testing/story.ts";
import { measure } from "./measure.ts";

const command = (id: string, change: Partial<PlannedCommand> = {}): PlannedCommand => ({
  ...{ in: "laptop", run: "true", times: 1, timeoutMs: 5000, phase: "all", afterMs: 0 },
  id,
  ...change,
});

type Run = Partial<Extract<RunEvent, { type: "command" }>>;
const key = { step: "reach", on: "open", repeat: 0 };
const ran = (id: string, change: Run = {}): RunEvent => ({
  ...{ at: 5, type: "command", ...key, phase: "all", atMs: 5, tookMs: 100, code: 0, output: "" },
  id,
  ...change,
});
const started: RunEvent = { at: 1, type: "measure-started", ...key };
const ended: RunEvent = { at: 9, type: "measure-ended", ...key, ok: true };

function tried(commands: PlannedCommand[], events: RunEvent[]) {
  const action: Action = { kind: "try", ...key, commands, deadlineMs: 1 };
  const plan = planOf([], { actions: [action], stages: [plannedStage("open")] });
  const all = measure(plan, [runStarted(), ...events], []);
  const figure = (metric: MetricName, of: string) =>
    all.measurements.find((one) => one.metric === metric && one.of === of);
  return { ...all, figure };
}

describe("a step that tries commands", () => {
  it("has a figure of each command, and of nothing else", () => {
    const runs = [true, true, false].map((ok, at) =>
      ran("scan", { code: ok ? 0 : 1, tookMs: 100 * (at + 1), ...(at > 0 && { value: at * 10 }) }),
    );
    const run = tried(
      [command("scan", { times: 3 }), command("enter")],
      [started, ...runs, ran("enter"), ended],
    );
    expect(run.figure("command.ok_ratio", "scan")).toEqual({
      ...{ metric: "command.ok_ratio", unit: "ratio", ...key, of: "scan", phase: "all", value: 2 / 3 },
      samples: 3,
    });
    expect(run.figure("command.seconds", "scan")).toMatchObject({ value: 0.2, unit: "s", samples: 3 });
    expect(run.figure("command.value", "scan")).toMatchObject({ value: 15, unit: "count", samples: 2 });
    expect(run.figure("command.ok_ratio", "enter")).toMatchObject({ value: 1, samples: 1 });
    expect(run.measurements).toHaveLength(6);
    expect([run.unsound, run.phases]).toEqual([[], []]);
  });

  it("whose command ran out of time took at least that, and was not ok", () => {
    const late = ran("scan", { code: 0, tookMs: 5000, timedOut: true });
    const run = tried([command("scan")], [started, late, ended]);
    expect(run.figure("command.ok_ratio", "scan")?.value).toBe(0);
    expect(run.figure("command.seconds", "scan")).toMatchObject({ value: 5, atLeast: true });
    const mostly = tried([command("scan")], [started, ran("scan"), ran("scan"), late, ended]);
    expect(mostly.figure("command.seconds", "scan")).not.toHaveProperty("atLeast");
    const half = tried([command("scan")], [started, ran("scan"), late, ended]);
    expect(half.figure("command.seconds", "scan")).toMatchObject({ value: 2.55, atLeast: true });
  });

  it("whose command said no number has no value, with the reason", () => {
    const run = tried([command("scan")], [started, ran("scan"), ended]);
    expect(run.figure("command.value", "scan")).toMatchObject({
      value: null,
      reason: "the last line of its output was no number",
    });
  });

  it("whose command could not be run says why, in all its figures", () => {
    const not = ran("scan", { code: null, output: "the service laptop is exited" });
    const run = tried([command("scan")], [started, ran("scan"), not, ended]);
    expect(run.measurements.map(({ value, reason }) => [value, reason])).toEqual(
      Array(3).fill([null, "the command could not be run: the service laptop is exited"]),
    );
  });

  it.each([
    ["never run", [], [], "this step was not run"],
    ["broken off", [started], ["aborted"], "the step did not come to its end"],
    [
      "ended by the engine",
      [started, ran("scan"), { ...ended, ok: false, reason: "no engine" } as RunEvent],
      ["aborted"],
      "the step was aborted: no engine",
    ],
  ])("%s has figures without value", (_name, events, codes, reason) => {
    const run = tried([command("scan")], events);
    expect(run.unsound.map((one) => one.code)).toEqual(codes);
    expect(run.figure("command.ok_ratio", "scan")).toMatchObject({ value: null, reason, samples: 0 });
    expect(run.measurements).toHaveLength(3);
  });
});

describe("commands beside a load", () => {
  const action = killStep("scale-out", { commands: [command("switch", { phase: "fault" })] });
  const own = { step: action.step, on: action.on, repeat: action.repeat, phase: "fault" as const };
  const of = (all: ReturnType<typeof measure>) =>
    all.measurements
      .filter((one) => one.of === "switch")
      .map(({ metric, phase, value }) => [metric, phase, value]);

  it("have figures of their phase, and of the whole", () => {
    const { events, samples } = tell(action, {
      events: () => [withoutTime(ran("switch", { ...own, value: 3 }))],
    });
    const both = (["fault", "all"] satisfies PhaseName[]).flatMap((phase) => [
      ["command.ok_ratio", phase, 1],
      ["command.seconds", phase, 0.1],
      ["command.value", phase, 3],
    ]);
    expect(of(measure(planOf([action]), [runStarted(), ...events], samples))).toEqual(both);
  });

  it("that were not run, or whose measurement was aborted, have a reason", () => {
    const { events, samples } = tell(action);
    const unrun = measure(planOf([action]), [runStarted(), ...events], samples);
    const why = (all: typeof unrun) => all.measurements.find((one) => one.of === "switch")?.reason;
    expect(why(unrun)).toBe("the command was not run");
    const broken = tell(action, { aborted: "the engine went away" });
    const aborted = measure(planOf([action]), [runStarted(), ...broken.events], broken.samples);
    expect(why(aborted)).toContain("the engine went away");
    expect(of(aborted)).toHaveLength(6);
    const parts = aborted.measurements.filter((one) => one.metric.startsWith("command."));
    expect(parts.every((one) => one.of !== undefined)).toBe(true);
  });
});

function withoutTime({ at: _, ...event }: RunEvent) {
  return event;
}
