import type { RunEvent } from "../model/event.ts";
import type { Measurement } from "../model/measurement.ts";
import type { MetricName } from "../model/metrics.ts";
import type { Action, PlannedCommand } from "../model/plan.ts";
import { type Language, stringsOf } from "../text/language.ts";
import { formatFigure, noFigure } from "../text/numbers.ts";
import { printableLine } from "../text/printable.ts";
import type { FinishedRun } from "./finished-run.ts";
import type { TableView } from "./report-view.ts";

type CommandAction = Extract<Action, { kind: "measure" | "try" }>;

/** The commands of a step, on each stage and in each repeat; nothing when it has none. */
export function commandTable(
  run: FinishedRun,
  actions: readonly { action: CommandAction; name: string }[],
  language: Language,
): TableView | undefined {
  const { commandColumns, columns } = stringsOf(language);
  const rows = actions.flatMap(({ action, name }) =>
    (action.commands ?? []).map((command) => [name, ...cellsOf(run, action, command, language)]),
  );
  if (rows.length === 0) return undefined;
  const { id, in: service, ok, took, value, said } = commandColumns;
  return { header: [columns.stage, id, service, ok, took, value, said], rows };
}

function cellsOf(
  run: FinishedRun,
  action: CommandAction,
  command: PlannedCommand,
  language: Language,
): string[] {
  const isOwn = (one: { step: string; on: string; repeat: number }) =>
    one.step === action.step && one.on === action.on && one.repeat === action.repeat;
  const figure = (metric: MetricName) =>
    run.measurements.measurements.find(
      (one) => isOwn(one) && one.metric === metric && one.of === command.id && one.phase === command.phase,
    );
  const cell = (one: Measurement | undefined) => (one ? formatFigure(one, language) : noFigure);
  const last = run.events.findLast((one) => one.type === "command" && isOwn(one) && one.id === command.id);
  return [
    command.id,
    command.in,
    okText(figure("command.ok_ratio"), language),
    cell(figure("command.seconds")),
    cell(figure("command.value")),
    saidText(last),
  ];
}

function okText(figure: Measurement | undefined, language: Language): string {
  if (figure?.value == null) return noFigure;
  return stringsOf(language).okOf(Math.round(figure.value * figure.samples), figure.samples);
}

/** The last line of what it said last. */
function saidText(event: RunEvent | undefined): string {
  const lines = event?.type === "command" ? event.output.trim().split("\n") : [];
  return printableLine(lines.at(-1) ?? "") || noFigure;
}
