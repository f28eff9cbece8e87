import { afterHeading } from "../app/guide/after.ts";
import { type ShownLab, showLab } from "../app/show-lab.ts";
import type { Claim, FigurePlace, LabCommand, Step } from "../model/lab.ts";
import { type Paint, paintWith } from "../text/colour.ts";
import { chooseLanguage, type Language } from "../text/language.ts";
import { alignRows } from "../text/layout.ts";
import { printable, printableLine } from "../text/printable.ts";
import { projectRoot } from "./context.ts";
import { printJson } from "./io.ts";
import { labPage } from "./show-page.ts";
import { topologyLines } from "./topology-text.ts";
import type { Verb } from "./verb.ts";

/** `lab show N`: a lab's story, pictures, steps and claims, before anything runs. */
export const show: Verb = (program, io) => {
  program
    .command("show")
    .argument("<lab>", "number (4, 04) or id (04-scale-out)")
    .description("a lab's story, picture, steps and claims")
    .option("--json", "as JSON on stdout")
    .option("--markdown", "all of its texts as a page; what measurements showed is folded")
    .option("--lang <language>", "en or ko")
    .action(async (word: string, flags: { json?: boolean; markdown?: boolean; lang?: string }) => {
      const language = chooseLanguage(flags.lang, io.env);
      const shown = await showLab(projectRoot, word, language);
      if (flags.json) return printJson(io, jsonOf(shown, language));
      if (flags.markdown) return io.out(labPage(shown, language));
      io.out(`${linesOf(shown, language, paintWith(io.colour)).join("\n")}\n`);
    });
};

function linesOf(shown: ShownLab, language: Language, paint: Paint): string[] {
  const { lab, texts, stages, bill } = shown;
  const story = lab.steps.find((step) => step.kind === "read");
  const needs = `${bill.memoryMiB} MiB memory, ${bill.containers} containers, ${bill.diskMiB} MiB disk for images`;
  return [
    paint.strong(`${lab.id}: ${printableLine(lab.title[language])}`),
    ...(lab.question ? [printableLine(lab.question[language])] : []),
    paint.faint(`${lab.minutes} min · ${needs}`),
    "",
    ...(story ? [printable(texts.sections.get(story.id)?.body ?? ""), ""] : []),
    ...stages.flatMap((stage) => [
      paint.strong(
        `${stage.alias} (${stage.variant === undefined ? stage.stage : `${stage.stage}/${stage.variant}`})`,
      ),
      ...topologyLines(stage.topology).map((line) => `  ${line}`),
      "",
    ]),
    paint.strong("steps"),
    ...alignRows(
      lab.steps.map((step) => [
        `  ${step.id}`,
        step.kind,
        [stepText(step), ...(texts.sections.has(afterHeading(step.id)) ? ["then tells"] : [])].join("; "),
      ]),
    ),
    "",
    paint.strong("claims"),
    ...lab.claims.flatMap((claim) => claimLines(claim, language)),
    ...(shown.problems.length > 0
      ? ["", `its texts have ${shown.problems.length} problems: ./lab list`]
      : []),
  ];
}

function stepText(step: Step): string {
  switch (step.kind) {
    case "measure":
      return [
        `${step.load} on ${step.on.join(", ")}`,
        ...(step.fault ? [`${step.fault.kind} ${targetText(step.fault.targets)}`] : []),
        ...commandTexts(step.commands ?? []),
      ].join(", ");
    case "try":
      return [`on ${step.on.join(", ")}`, ...commandTexts(step.commands)].join(", ");
    case "predict":
      return step.metric;
    case "show":
      return step.on;
    case "explain":
      return step.step;
    case "ask":
      return step.questions.map((question) => question.id).join(", ");
    case "observe":
      return step.load;
    default:
      return "";
  }
}

function commandTexts(commands: readonly LabCommand[]): string[] {
  return commands.map((command) => `${command.id} in ${command.in}`);
}

function targetText(targets: { default: string; byStage: Record<string, string> }): string {
  const special = Object.entries(targets.byStage).map(([alias, target]) => `${target} on ${alias}`);
  return [targets.default, ...special].filter(Boolean).join(", ");
}

function subjectText({ subject: { on, of, during, comparedWith } }: Claim): string {
  const place = (one: Partial<FigurePlace>) =>
    [one.of, one.on, one.during && `${one.during.step}/${one.during.phase}`].filter(Boolean).join(", ");
  const other = comparedWith ? ` / (${place(comparedWith)})` : "";
  return `${place({ on, ...(of && { of }), ...(during && { during }) })}${other}`;
}

function claimLines(claim: Claim, language: Language): string[] {
  const { expect } = claim;
  const control = claim.again
    ? "A/A: one side measured twice must not show it"
    : claim.mustFailOn.length > 0
      ? `must fail on ${claim.mustFailOn.join(", ")}`
      : `no control: ${claim.noControlSays?.[language] ?? claim.noControl ?? ""}`;
  const limit = expect.limit ? `, <= ${expect.limit.value}` : "";
  return [
    `  ${claim.id}: ${printableLine(claim.says[language])}`,
    `      ${claim.metric} on ${subjectText(claim)} ${expect.op} ${expect.value}${limit}; ${printableLine(control)}`,
  ];
}

function jsonOf({ lab, texts, stages, bill, problems }: ShownLab, language: Language): object {
  const { file: _file, ...rest } = lab;
  const sections = [...texts.sections.values()].map(({ heading, body }) => ({ heading, body }));
  return { ...rest, stages, bill, language, texts: sections, problems };
}
