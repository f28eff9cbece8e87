import { type Language, stringsOf } from "../text/language.ts";
import type { FinishedRun } from "./finished-run.ts";
import type { ClaimView, StepView } from "./report-view.ts";
import { viewOf } from "./view.ts";

/** The report as Markdown, for an issue or a hand-in. */
export function renderMarkdown(run: FinishedRun, options: { language: Language }): string {
  const strings = stringsOf(options.language);
  const view = viewOf(run, options.language);
  const blocks = [
    `# ${escaped(view.verdictText)}: ${escaped(view.lab)}: ${escaped(view.title)}`,
    `${escaped(view.means)}. ${escaped(view.summary)}.`,
    ...(view.reasons.length > 0 ? [`**${strings.why}**`, list(view.reasons)] : []),
    ...(view.claims.length > 0 ? [`## ${strings.claims}`, ...view.claims.map(claim)] : []),
    ...(view.steps.length > 0
      ? [`## ${strings.measured}`, ...view.steps.map((one) => step(one, strings))]
      : []),
    ...(view.doubts.length > 0 ? [`## ${strings.soundness}`, list(view.doubts)] : []),
    `## ${strings.repeat}`,
    view.repeat
      .map(([name, text], index) => `- ${escaped(name)}: ${index === 0 ? `\`${text}\`` : escaped(text)}`)
      .join("\n"),
  ];
  return `${blocks.join("\n\n")}\n`;
}

type Strings = ReturnType<typeof stringsOf>;

function claim(view: ClaimView): string {
  const basis = view.basis ? ` (${view.basis})` : "";
  return [
    `### ${escaped(view.verdictText)}: ${escaped(view.id)}`,
    escaped(view.says),
    [
      `- ${escaped(view.on)}: \`${view.metric}\` **${escaped(view.value)}**, ${escaped(view.expected)}${escaped(basis)}`,
      ...view.reasons.map((reason) => `  - ${escaped(reason)}`),
      ...view.controls.map(
        (one) => `- ${escaped(one.title)}: **${escaped(one.value)}**, ${escaped(one.text)}`,
      ),
      ...(view.noControl === undefined ? [] : [`- ${escaped(view.noControl)}`]),
    ].join("\n"),
  ].join("\n\n");
}

function step(view: StepView, strings: Strings): string {
  const parts = [`### ${escaped(view.title)}`];
  if (view.header.length > 0) {
    const header = [strings.columns.stage, ...view.header];
    const rows = view.stages.flatMap((stage) => stage.rows.map((row) => [stage.name, ...row]));
    parts.push(
      [row(header), row(header.map((_, at) => (at > 1 && at < 8 ? "--:" : "---"))), ...rows.map(cells)].join(
        "\n",
      ),
    );
  }
  if (view.stages.length > 0)
    parts.push(list(view.stages.map((stage) => `${stage.name}: ${stage.figures.join("; ")}`)));
  if (view.commands) {
    const { header, rows } = view.commands;
    parts.push(
      [row(header), row(header.map((_, at) => (at > 2 && at < 6 ? "--:" : "---"))), ...rows.map(cells)].join(
        "\n",
      ),
    );
  }
  // the lab's own text: Markdown already, below this heading
  if (view.after !== undefined) parts.push(view.after.replace(/^#{1,4} /gm, "##### "));
  return parts.join("\n\n");
}

const row = (texts: readonly string[]): string => `| ${texts.join(" | ")} |`;
const cells = (texts: readonly string[]): string => row(texts.map(escaped));
const list = (texts: readonly string[]): string => texts.map((text) => `- ${escaped(text)}`).join("\n");

/** Text as it is: nothing in it may become markup or end a table cell. */
function escaped(text: string): string {
  return text.replace(/[\\`*_|[\]<>#~]/g, (mark) =>
    mark === "<" ? "&lt;" : mark === ">" ? "&gt;" : `\\${mark}`,
  );
}
