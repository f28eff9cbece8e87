import type { ControlVerdict, VerdictName } from "../model/verdict.ts";
import { type Paint, paintWith } from "../text/colour.ts";
import { type Language, stringsOf } from "../text/language.ts";
import { alignRows, columns, cutTo, indented, pad, wrap } from "../text/layout.ts";
import { pageLines } from "../text/terminal-page.ts";
import type { FinishedRun } from "./finished-run.ts";
import type { ClaimView, ReportView, StepView } from "./report-view.ts";
import { viewOf } from "./view.ts";

export interface TerminalOptions {
  language: Language;
  colour: boolean;
  /** Columns; 80 when not told. */
  width?: number;
}

/** The report for a terminal: the verdict first, then the claims, what was measured, and how to repeat it. */
export function renderTerminal(run: FinishedRun, options: TerminalOptions): string {
  const view = viewOf(run, options.language);
  const layout = {
    width: options.width ?? 80,
    paint: paintWith(options.colour),
    strings: stringsOf(options.language),
  };
  const blocks = [
    headline(view, layout),
    ...(view.claims.length > 0
      ? [section(layout.strings.claims, layout), ...view.claims.map((one) => claim(one, layout))]
      : []),
    ...(view.steps.length > 0
      ? [section(layout.strings.measured, layout), ...view.steps.map((one) => step(one, layout))]
      : []),
    ...(view.doubts.length > 0
      ? [[...section(layout.strings.soundness, layout), ...bullets(view.doubts, layout.width)]]
      : []),
    [...section(layout.strings.repeat, layout), ...repeat(view, layout.width)],
  ];
  return `${blocks.map((lines) => lines.join("\n")).join("\n\n")}\n`;
}

interface Layout {
  width: number;
  paint: Paint;
  strings: ReturnType<typeof stringsOf>;
}

const section = (title: string, { paint }: Layout): string[] => [paint.strong(title)];

function colourOf(verdict: VerdictName | ControlVerdict["verdict"], paint: Paint): (text: string) => string {
  if (verdict === "pass" || verdict === "failed") return paint.good;
  return verdict === "fail" || verdict === "held" ? paint.bad : paint.doubtful;
}

function headline(view: ReportView, { width, paint, strings }: Layout): string[] {
  const word = view.verdictText;
  const head = wrap(`${view.lab}: ${view.title}`, width - columns(word) - 2);
  const indent = " ".repeat(columns(word) + 2);
  return [
    ...head.map((line, index) =>
      index === 0
        ? `${colourOf(view.verdict, paint)(paint.strong(word))}  ${paint.strong(line)}`
        : indent + line,
    ),
    ...indented(view.means, indent, width),
    ...indented(view.summary, indent, width).map(paint.faint),
    ...(view.reasons.length > 0 ? ["", strings.why, ...bullets(view.reasons, width)] : []),
  ];
}

function claim(view: ClaimView, { width, paint }: Layout): string[] {
  const basis = view.basis ? ` (${view.basis})` : "";
  return [
    `  ${colourOf(view.verdict, paint)(view.verdictText)}  ${paint.strong(view.id)}`,
    ...indented(view.says, "    ", width),
    ...indented(`${view.on}: ${view.metric} ${view.value}, ${view.expected}${basis}`, "    ", width),
    ...view.reasons.flatMap((reason) => indented(reason, "      ", width)),
    ...view.controls.flatMap((control) =>
      indented(`${control.title}: ${control.value}, ${control.text}`, "    ", width).map((line) =>
        colourOf(control.verdict, paint)(line),
      ),
    ),
    ...(view.noControl === undefined ? [] : indented(view.noControl, "    ", width).map(paint.faint)),
  ];
}

function step(view: StepView, { width, paint }: Layout): string[] {
  // one set of columns for the whole step, so that stages can be compared line by line
  const aligned = alignRows([view.header, ...view.stages.flatMap((stage) => stage.rows)], [1, 2, 3, 4, 5, 6]);
  const table = aligned.map((line) => `    ${cutTo(line, width - 4)}`);
  const lines = wrap(view.title, width - 2).map((line) => `  ${line}`);
  if (view.header.length > 0) lines.push(paint.faint(table[0]!));
  let next = 1;
  for (const stage of view.stages) {
    lines.push(`  ${paint.strong(stage.name)}`, ...table.slice(next, next + stage.rows.length));
    next += stage.rows.length;
    lines.push(...indented(stage.figures.join("; "), "    ", width).map(paint.faint));
  }
  if (view.commands) {
    const [header, ...rows] = alignRows([view.commands.header, ...view.commands.rows], [3, 4, 5]).map(
      (line) => `    ${cutTo(line, width - 4)}`,
    );
    lines.push(paint.faint(header!), ...rows);
  }
  if (view.after !== undefined)
    lines.push(
      "",
      ...pageLines(view.after, { width: width - 2, paint }).map((line) => (line === "" ? "" : `  ${line}`)),
    );
  return lines;
}

function bullets(texts: readonly string[], width: number): string[] {
  return texts.flatMap((text) =>
    wrap(text, width - 4).map((line, index) => (index === 0 ? `  - ${line}` : `    ${line}`)),
  );
}

function repeat(view: ReportView, width: number): string[] {
  const widest = Math.max(...view.repeat.map(([name]) => columns(name)));
  return view.repeat.flatMap(([name, text], index) => {
    // a command that was cut into lines could not be copied
    if (index === 0) return [`  ${pad(name, widest)}  ${text}`];
    const first = `  ${pad(name, widest)}  `;
    return wrap(text, width - widest - 4).map(
      (line, at) => (at === 0 ? first : " ".repeat(widest + 4)) + line,
    );
  });
}
