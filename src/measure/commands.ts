import type { PlannedCommand } from "../model/plan.ts";
import { type Found, found, missing } from "./figure.ts";
import { type EventOf, eventsOf, type StepData } from "./step-data.ts";

type Run = EventOf<"command">;

export const commandMetricNames = ["command.ok_ratio", "command.seconds", "command.value"] as const;

/** Figures of each command, of its own phase and of the whole step. */
export function commands(
  planned: readonly PlannedCommand[] | undefined,
  data: Pick<StepData, "events">,
): Found[] {
  const runs = eventsOf(data, "command");
  return (planned ?? []).flatMap((command) => {
    const own = runs.filter((run) => run.id === command.id);
    return phasesOf(command).flatMap((phase) =>
      figures(own).map((figure) => ({ ...figure, phase, of: command.id })),
    );
  });
}

/** Why there are no figures of commands, where each figure would be looked for. */
export function commandsWithoutValue(
  planned: readonly PlannedCommand[] | undefined,
  reason: string,
): Found[] {
  return (planned ?? []).flatMap((command) =>
    phasesOf(command).flatMap((phase) =>
      commandMetricNames.map((name) => ({ ...missing(name, phase, reason), of: command.id })),
    ),
  );
}

const phasesOf = ({ phase }: PlannedCommand) =>
  phase === "all" ? ["all" as const] : [phase, "all" as const];

function figures(runs: readonly Run[]): Found[] {
  const not = runs.find((run) => run.code === null);
  const reason = not ? `the command could not be run: ${not.output}` : "the command was not run";
  if (runs.length === 0 || not) return commandMetricNames.map((name) => missing(name, "all", reason));
  const ok = runs.filter((run) => run.code === 0 && !run.timedOut).length;
  return [found("command.ok_ratio", "all", ok / runs.length, runs.length), secondsOf(runs), numberOf(runs)];
}

const msPerS = 1000;

function secondsOf(runs: readonly Run[]): Found {
  const middle = middleOf(runs, (run) => run.tookMs);
  const figure = found("command.seconds", "all", mean(middle.map((run) => run.tookMs)) / msPerS, runs.length);
  return middle.some((run) => run.timedOut) ? { ...figure, atLeast: true } : figure;
}

function numberOf(runs: readonly Run[]): Found {
  const said = runs.flatMap(({ value }) => (value === undefined ? [] : [value]));
  if (said.length === 0)
    return missing("command.value", "all", "the last line of its output was no number", runs.length);
  return found("command.value", "all", mean(middleOf(said, (value) => value)), said.length);
}

/** The one in the middle; of an even number the two. */
function middleOf<T>(items: readonly T[], by: (item: T) => number): T[] {
  const sorted = [...items].sort((one, other) => by(one) - by(other));
  return sorted.slice(Math.ceil(sorted.length / 2) - 1, Math.floor(sorted.length / 2) + 1);
}

const mean = (numbers: readonly number[]): number =>
  numbers.reduce((sum, one) => sum + one, 0) / numbers.length;
