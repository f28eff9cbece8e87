import type { MeasureKey } from "../model/event.ts";
import type { PhaseName } from "../model/lab.ts";
import type { PlannedCommand } from "../model/plan.ts";
import type { RunningStage } from "../model/stage.ts";
import { numberSaid, outputTail } from "./command-output.ts";
import type { RunPorts } from "./ports.ts";
import type { Recorder } from "./recorder.ts";

/** Where commands run and are recorded. */
export interface CommandPlace {
  key: MeasureKey;
  running: RunningStage;
  ports: Pick<RunPorts, "commands" | "clock">;
  recorder: Recorder;
  /** Clock of the record minus ours. */
  offsetMs: number;
}

/** Runs a command as often as it is to run, one after the other, and records each run. */
export async function runCommand(
  { key, running, ports, recorder, offsetMs }: CommandPlace,
  command: PlannedCommand,
  signal: AbortSignal,
): Promise<void> {
  for (let run = 0; run < command.times; run++) {
    signal.throwIfAborted();
    const atMs = ports.clock.now() + offsetMs;
    const result = await ports.commands.run(running, command.in, command.run, command.timeoutMs, signal);
    // the last line of what was cut off is no answer
    const value = result.timedOut ? undefined : numberSaid(result.stdout);
    recorder.event({
      type: "command",
      ...key,
      id: command.id,
      phase: command.phase,
      atMs,
      tookMs: result.tookMs,
      code: result.code,
      ...(value !== undefined && { value }),
      output: outputTail(result.output),
      ...(result.timedOut && { timedOut: true }),
    });
  }
}

/** The commands of a phase, under way since its mark. */
export interface PhaseCommands {
  /** Resolves when the last one has ended; rejects as soon as one could not be asked for. */
  ended: Promise<void>;
  /** Ends those that still run; resolves when none does. */
  stop(): Promise<void>;
}

/** Starts the commands of a phase side by side, each so long after now. */
export function startCommands(
  place: CommandPlace,
  commands: readonly PlannedCommand[] | undefined,
  phase: PhaseName,
  signal: AbortSignal,
): PhaseCommands {
  const stopped = new AbortController();
  const either = AbortSignal.any([signal, stopped.signal]);
  const due = (commands ?? []).filter((command) => command.phase === phase);
  const all = due.map(async (command) => {
    if (command.afterMs > 0) await place.ports.clock.sleep(command.afterMs, either);
    await runCommand(place, command, either);
  });
  const ended = Promise.all(all).then(() => {});
  ended.catch(() => {}); // awaited at the end of the phase; must not crash the process before that
  return {
    ended,
    async stop() {
      stopped.abort(new Error("its phase is over"));
      await Promise.allSettled(all);
    },
  };
}
