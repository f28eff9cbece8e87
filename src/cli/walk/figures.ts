import type { Shown } from "../../app/guide/measure-step.ts";
import type { Unit } from "../../model/metrics.ts";
import type { AskedFigure, Guess, Prediction } from "../../model/walk.ts";
import { alignRows, cutTo, indented, wrap } from "../../text/layout.ts";
import { formatFigure, formatValue } from "../../text/numbers.ts";
import { printableLine } from "../../text/printable.ts";
import type { WalkLayout } from "./layout.ts";

/** What a step has shown: its table, what the learner had guessed, and the claims with their controls. */
export function shownLines(shown: Shown, layout: WalkLayout): string[] {
  const { strings, paint, width } = layout;
  const predictions = shown.predictions.flatMap((one) => indented(predictionText(one, layout), "  ", width));
  const claims = shown.claims.flatMap((claim) => claimLines(claim, layout));
  const spoiled = shown.verdicts.some(
    (claim) => claim.verdict === "invalid" || claim.controls.some((one) => one.verdict === "invalid"),
  );
  return [
    ...shown.table.flatMap((step) => tableLines(step, layout)),
    ...shown.doubts.flatMap((doubt) => indented(doubt, "  ", width).map(paint.doubtful)),
    ...(predictions.length > 0 ? ["", paint.strong(strings.walk.guesses), ...predictions] : []),
    ...(spoiled ? ["", ...wrap(strings.walk.notSound, width).map(paint.doubtful)] : []),
    ...(claims.length > 0 ? ["", paint.strong(strings.walk.claimsHere), ...claims] : []),
    "",
    paint.faint(strings.walk.measuredBy(`runs/${shown.run.plan.run}`)),
  ];
}

function tableLines(view: Shown["table"][number], { width, paint }: WalkLayout): string[] {
  const rows = [view.header, ...view.stages.flatMap((stage) => stage.rows)];
  const table = alignRows(rows, [1, 2, 3, 4, 5]).map((line) => `    ${cutTo(line, width - 4)}`);
  const lines = view.header.length > 0 ? [paint.faint(table[0]!)] : [];
  let next = 1;
  for (const stage of view.stages) {
    lines.push(`  ${paint.strong(stage.name)}`, ...table.slice(next, next + stage.rows.length));
    next += stage.rows.length;
    lines.push(...indented(stage.figures.join("; "), "    ", width).map(paint.faint));
  }
  if (!view.commands) return lines;
  const [header, ...commands] = alignRows([view.commands.header, ...view.commands.rows], [3, 4, 5]).map(
    (line) => `    ${cutTo(line, width - 4)}`,
  );
  return [...lines, paint.faint(header!), ...commands];
}

function claimLines(claim: Shown["claims"][number], { width, paint }: WalkLayout): string[] {
  const good = { pass: paint.good, fail: paint.bad, unknown: paint.doubtful, invalid: paint.doubtful };
  const control = { ...good, failed: paint.good, held: paint.bad };
  return [
    `  ${good[claim.verdict](claim.verdictText)}  ${paint.strong(claim.id)}`,
    ...indented(claim.says, "    ", width),
    ...indented(`${claim.on}: ${claim.metric} ${claim.value}, ${claim.expected}`, "    ", width),
    ...claim.reasons.flatMap((reason) => indented(reason, "      ", width)),
    ...claim.controls.flatMap((one) =>
      indented(`${one.title}: ${one.value}, ${one.text}`, "    ", width).map(control[one.verdict]),
    ),
  ];
}

/** A guess in its unit: `1.5× to 2.5×`. */
export function guessText(guess: Guess, unit: Unit, { language }: Pick<WalkLayout, "language">): string {
  if (typeof guess === "string") return printableLine(guess);
  if (typeof guess === "number") return formatValue(guess, unit, language);
  return `${formatValue(guess.low, unit, language)} – ${formatValue(guess.high, unit, language)}`;
}

export function predictionText(one: Prediction, layout: WalkLayout): string {
  const { walk } = layout.strings;
  const said = walk.guessed(guessText(one.guess, one.unit, layout), formatFigure(one, layout.language));
  const fared =
    one.held === null || one.score === null
      ? walk.notScored
      : `${one.held ? walk.held : walk.missed} (${walk.points(one.score)})`;
  return `${one.id}: ${said}; ${fared}`;
}

/** What is asked back after a measurement, in the words that stand in the table above it. */
export function askedText(figure: AskedFigure, { strings, width }: WalkLayout): string[] {
  const { metric, on, of, comparedWith } = figure;
  const [, phase = "all"] = figure.during.split("/");
  const { columns, figures, walk, commandColumns } = strings;
  const shown: Partial<Record<string, string>> = {
    "http.rate": columns.rate,
    "http.failed_ratio": columns.failed,
    "sessions.refused_ratio": columns.refused,
    "latency.p50": columns.p50,
    "latency.p99": columns.p99,
    "throughput.knee": figures["throughput.knee"],
    "lb.ejection_s": figures["lb.ejection_s"],
    "command.seconds": commandColumns.took,
    "command.value": commandColumns.value,
  };
  const known = of === undefined || metric.startsWith("command.") ? shown[metric] : undefined;
  const name = known === undefined || comparedWith !== undefined ? metric : `"${known}" (${metric})`;
  const part = of === undefined ? "" : ` [${printableLine(of)}]`;
  const where = phase === "all" ? "" : strings.phase[phase as keyof typeof strings.phase];
  // of a ratio the lower stage stands in what it is divided by
  const [stage = on] = comparedWith === undefined ? [on] : on.split(" / ");
  const asked =
    comparedWith === undefined
      ? walk.figureWhat(name, part, stage, where)
      : walk.ratioWhat(name, part, stage, where, printableLine(comparedWith));
  return wrap(`${walk.askFigure(asked)} (${walk.figureHelp})`, width);
}
