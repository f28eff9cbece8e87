import { afterHeading } from "../app/guide/after.ts";
import type { ShownLab } from "../app/show-lab.ts";
import type { Step } from "../model/lab.ts";
import { type Language, stringsOf } from "../text/language.ts";
import { printable, printableLine } from "../text/printable.ts";
import { topologyLines } from "./topology-text.ts";

/**
 * A lab as a page of Markdown, to read beside a terminal: each step's text, its picture, and the command that measures it.
 * What a measurement showed is folded below that command, answers and hints below their questions.
 */
export function labPage({ lab, texts, stages }: ShownLab, language: Language): string {
  const { kinds, folded } = stringsOf(language).walk;
  const text = (heading: string) => printable(texts.sections.get(heading)?.body ?? "");
  const fold = (summary: string, heading: string) =>
    texts.sections.has(heading)
      ? [`<details><summary>${summary}</summary>`, text(heading), "</details>"]
      : [];
  const stepBlocks = (step: Step): string[] => [
    `## ${step.id} (${kinds[step.kind]})`,
    text(step.id),
    ...step.hints.flatMap((hint) => fold(folded.hint, `${step.id} / ${hint}`)),
    ...(step.kind === "show" ? [fenced(picture(step.on))] : []),
    ...(step.kind === "measure" || step.kind === "try"
      ? [fenced([`./lab run ${lab.number} --quick --step ${step.id}`])]
      : []),
    ...fold(folded.after, afterHeading(step.id)),
    ...(step.kind === "ask" ? step.questions : []).flatMap(({ id }) => [
      `### ${id}`,
      text(`${step.id} / ${id}`),
      ...fold(folded.answer, `${step.id} / ${id} / answer`),
    ]),
  ];
  const picture = (alias: string) => {
    const stage = stages.find((one) => one.alias === alias);
    return stage ? topologyLines(stage.topology) : [];
  };
  const blocks = [
    `# ${printableLine(lab.title[language])}`,
    ...(lab.question ? [printableLine(lab.question[language])] : []),
    ...lab.steps.flatMap(stepBlocks),
  ];
  return `${blocks.filter((block) => block !== "").join("\n\n")}\n`;
}

const fenced = (lines: readonly string[]): string => ["```", ...lines, "```"].join("\n");
