import { expect, test } from "vitest";
import type { Action, Plan } from "../model/plan.ts";
import type { Io } from "./io.ts";
import { actionTitle, liveProgress, plainProgress } from "./run-progress.ts";

const up: Action = { kind: "stage-up", on: "single", deadlineMs: 1 };
const measure: Action = {
  kind: "measure",
  step: "kill-one",
  on: "single",
  repeat: 1,
  seed: "s",
  load: { kind: "open", name: "browse", ratePerS: 1, arrivals: "poisson", mix: [] },
  phases: [{ name: "baseline", ms: 4000 }],
  fault: { kind: "kill", target: "server-1", params: {} },
  deadlineMs: 1,
};
const plan = { lab: "04", run: "r", seed: "s", quick: true, actions: [up, measure] } as unknown as Plan;

function recorded(): { io: Io; text: () => string } {
  let all = "";
  const io = { err: (text: string) => (all += text), out: () => {}, interactive: true } as unknown as Io;
  return { io, text: () => all };
}

test("an action in words", () => {
  expect(actionTitle(measure)).toBe("measure kill-one on single (repeat 2), 4 s, kill server-1");
  const command = { in: "laptop", run: "true", times: 1, timeoutMs: 1, phase: "all", afterMs: 0 } as const;
  const commands = [
    { ...command, id: "scan" },
    { ...command, id: "enter" },
  ];
  const tried: Action = { kind: "try", step: "reach", on: "single", repeat: 1, commands, deadlineMs: 1 };
  expect(actionTitle(tried)).toBe("try reach on single (repeat 2): scan, enter");
});

test("plain progress is a line a step, with its reason when it failed", () => {
  const { io, text } = recorded();
  const progress = plainProgress(io);
  progress.onPlan(plan);
  progress.onAction(up, "start");
  progress.onAction(up, "failed", "db is unhealthy");
  expect(text()).toMatch(/bring up single\n.*failed: bring up single: db is unhealthy\n/);
});

test("the live list may be spoken to at any moment: before, between and after its tasks", async () => {
  const progress = liveProgress(recorded().io);
  const turn = () => new Promise((resolve) => setImmediate(resolve));
  progress.say("before the list");
  progress.onPlan(plan);
  await turn();
  progress.say("while images come");
  progress.onAction(up, "start");
  await turn();
  progress.say("while the stage comes up");
  progress.onAction(up, "done");
  progress.say("between two tasks");
  await turn();
  progress.onAction(measure, "start");
  progress.onAction(measure, "failed", "the generator failed");
  await turn();
  await turn();
  progress.say("after the last");
  await progress.end();
  progress.say("after the end");
});
