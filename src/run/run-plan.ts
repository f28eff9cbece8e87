import { LabError, messageOf } from "../model/errors.ts";
import { keyOf, type NewEvent } from "../model/event.ts";
import type { Action, Plan, PlannedStage } from "../model/plan.ts";
import type { RunningStage } from "../model/stage.ts";
import { withDeadline } from "./deadline.ts";
import { measure } from "./measure.ts";
import type { RunPorts } from "./ports.ts";
import type { Recorder } from "./recorder.ts";
import { tryCommands } from "./try.ts";

export type RunOutcome = "done" | "interrupted" | "aborted";

/** What is under way, for live views. */
export type OnAction = (
  action: Action,
  state: "start" | "done" | "failed" | "skipped",
  note?: string,
) => void;

interface Progress {
  up: Map<string, RunningStage>;
  broken: Map<string, string>;
  /** Ours while a stage is up: one that comes up or goes down would disturb whoever measures beside it. */
  turn?: (() => Promise<void>) | undefined;
}

async function endTurn(progress: Progress): Promise<void> {
  const giveBack = progress.turn;
  progress.turn = undefined;
  await giveBack?.();
}

function stageOf(plan: Plan, alias: string): PlannedStage {
  const stage = plan.stages.find((candidate) => candidate.alias === alias);
  if (!stage) throw new Error(`the plan has no stage ${alias}`);
  return stage;
}

/** Errors after which going on makes no sense: the user's wish, or no engine. */
function endsTheRun(thrown: unknown, signal: AbortSignal): boolean {
  return (
    signal.aborted ||
    (thrown instanceof LabError && (thrown.code === "engine" || thrown.code === "interrupted"))
  );
}

async function stageUp(
  plan: Plan,
  action: Action,
  ports: RunPorts,
  progress: Progress,
  recorder: Recorder,
  signal: AbortSignal,
) {
  progress.turn ??= await ports.turn.take(signal);
  const from = ports.clock.now();
  const { running, quota } = await ports.stages.up(stageOf(plan, action.on), action.deadlineMs, signal);
  progress.up.set(action.on, running);
  progress.broken.delete(action.on);
  recorder.event({
    type: "stage-up",
    on: action.on,
    project: running.project,
    url: running.url,
    servers: running.servers,
    tookMs: ports.clock.now() - from,
    quota,
  });
}

async function stageDown(on: string, ports: RunPorts, progress: Progress, recorder: Recorder): Promise<void> {
  const from = ports.clock.now();
  try {
    const left = await ports.stages.down(on);
    progress.up.delete(on);
    recorder.event({ type: "stage-down", on, tookMs: ports.clock.now() - from, left });
  } finally {
    await endTurn(progress);
  }
}

/** Does one action; a stage that did not come up only spoils its own measurements. */
async function perform(
  plan: Plan,
  action: Action,
  ports: RunPorts,
  progress: Progress,
  recorder: Recorder,
  signal: AbortSignal,
): Promise<"done" | "skipped"> {
  if (action.kind === "stage-up") {
    await stageUp(plan, action, ports, progress, recorder, signal);
    return "done";
  }
  if (action.kind === "stage-down") {
    await stageDown(action.on, ports, progress, recorder);
    return "done";
  }
  const running = progress.up.get(action.on);
  if (!running) {
    const reason = progress.broken.get(action.on) ?? "the stage is not up";
    recorder.event({ type: "measure-ended", ...keyOf(action), ok: false, reason });
    return "skipped";
  }
  const impossible = action.kind === "measure" && action.fault && ports.faults.impossible(action.fault.kind);
  if (typeof impossible === "string") {
    recorder.event({
      type: "measure-ended",
      ...keyOf(action),
      ok: false,
      reason: impossible,
      impossible: true,
    });
    return "skipped";
  }
  await withDeadline(action.deadlineMs, `measuring ${action.step} on ${action.on}`, signal, (bounded) =>
    action.kind === "try"
      ? tryCommands(action, running, ports, recorder, bounded)
      : measure(action, running, ports, recorder, bounded),
  );
  return "done";
}

function problem(action: Action, thrown: unknown): NewEvent {
  return {
    type: "problem",
    code: thrown instanceof LabError ? thrown.code : "bug",
    text: messageOf(thrown),
    on: action.on,
    ...((action.kind === "measure" || action.kind === "try") && { step: action.step, repeat: action.repeat }),
  };
}

/**
 * Runs a plan to its end, or to the first thing after which going on makes no sense, and always takes
 * down what it brought up. Never throws for what a stage, the engine or the user does: that is in the events.
 */
export async function runPlan(
  plan: Plan,
  ports: RunPorts,
  recorder: Recorder,
  options: { signal: AbortSignal; onAction?: OnAction },
): Promise<{ outcome: RunOutcome; reason?: string }> {
  const progress: Progress = { up: new Map(), broken: new Map() };
  const tell = options.onAction ?? (() => {});
  let outcome: RunOutcome = "done";
  let reason: string | undefined;
  for (const action of plan.actions) {
    if (outcome !== "done") break;
    tell(action, "start");
    try {
      options.signal.throwIfAborted();
      tell(action, await perform(plan, action, ports, progress, recorder, options.signal));
    } catch (thrown) {
      if (!(thrown instanceof LabError) && !options.signal.aborted)
        throw await undone(thrown, plan, ports, progress);
      recorder.event(problem(action, thrown));
      tell(action, "failed", messageOf(thrown));
      if (action.kind === "stage-up") progress.broken.set(action.on, messageOf(thrown));
      if (endsTheRun(thrown, options.signal)) {
        outcome = options.signal.aborted ? "interrupted" : "aborted";
        reason = messageOf(thrown);
      }
    }
  }
  await takeDownRest(plan, ports, progress, recorder, outcome !== "done");
  await endTurn(progress);
  recorder.event({ type: "run-ended", outcome, ...(reason !== undefined && { reason }) });
  return { outcome, ...(reason !== undefined && { reason }) };
}

/** A bug of ours must not leave containers behind, nor hide the bug when cleaning fails as well. */
async function undone(thrown: unknown, plan: Plan, ports: RunPorts, progress: Progress): Promise<unknown> {
  await Promise.allSettled(plan.stages.map((stage) => ports.stages.down(stage.alias)));
  await endTurn(progress);
  return thrown;
}

async function takeDownRest(
  plan: Plan,
  ports: RunPorts,
  progress: Progress,
  recorder: Recorder,
  all: boolean,
) {
  // an interrupted `up` is not in progress.up but may have made containers
  const aliases = all ? plan.stages.map((stage) => stage.alias) : [...progress.up.keys()];
  for (const alias of aliases) {
    try {
      await stageDown(alias, ports, progress, recorder);
    } catch (thrown) {
      recorder.event({
        type: "problem",
        code: "engine",
        text: `${alias} was not taken down: ${messageOf(thrown)}`,
        on: alias,
      });
    }
  }
}
