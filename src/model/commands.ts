import { stretched } from "./patience.ts";
import type { PlannedCommand, PlannedPhase } from "./plan.ts";

/** How long the engine may take over a command beside the command's own time: to start it, and to end it. */
export const commandSlackMs = 10_000;

/** The longest that a command can take, all its runs one after the other. */
export function longestMs({ times, timeoutMs }: PlannedCommand): number {
  return times * (timeoutMs + stretched(commandSlackMs));
}

/** How much longer than planned phases can last, since each waits for its commands. */
export function overrunMs(
  phases: readonly PlannedPhase[],
  commands: readonly PlannedCommand[] | undefined,
): number {
  return phases.reduce((sum, { name, ms }) => {
    const ends = (commands ?? [])
      .filter((command) => command.phase === name)
      .map((command) => command.afterMs + longestMs(command));
    return sum + Math.max(0, ...ends.map((end) => end - ms));
  }, 0);
}
