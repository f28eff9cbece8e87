import { messageOf } from "../model/errors.ts";
import { keyOf } from "../model/event.ts";
import type { Action } from "../model/plan.ts";
import type { RunningStage } from "../model/stage.ts";
import { runCommand } from "./commands.ts";
import type { RunPorts } from "./ports.ts";
import type { Recorder } from "./recorder.ts";

export type TryAction = Extract<Action, { kind: "try" }>;

/** Runs the commands of a step one after the other, and records them. Throws what stopped it, after recording. */
export async function tryCommands(
  action: TryAction,
  running: RunningStage,
  ports: RunPorts,
  recorder: Recorder,
  signal: AbortSignal,
): Promise<void> {
  const key = keyOf(action);
  recorder.event({ type: "measure-started", ...key });
  try {
    const place = { key, running, ports, recorder, offsetMs: 0 };
    for (const command of action.commands) await runCommand(place, command, signal);
    recorder.event({ type: "measure-ended", ...key, ok: true });
  } catch (thrown) {
    recorder.event({ type: "measure-ended", ...key, ok: false, reason: messageOf(thrown) });
    throw thrown;
  }
}
