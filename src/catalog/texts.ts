import { join, resolve } from "node:path";
import type { Problem } from "../model/errors.ts";
import type { Lab, Step } from "../model/lab.ts";
import { nearest } from "../model/nearest.ts";
import { afterHeading, endsInFigures, measurements } from "./form/after.ts";
import { readText } from "./source/file.ts";

/** A part of a lab's text: what stands under one `##` heading. */
export interface TextSection {
  /** `step-id`, or `step-id / name` for hints, questions and what a measurement showed. */
  heading: string;
  /** As it is shown: without comments. */
  body: string;
  /** Of the heading. */
  line: number;
  /** As it is written, line by line from the heading on. */
  written: string[];
}

/** A lab's text in one language, by heading. */
export interface LabTexts {
  language: string;
  file: string;
  /** What stands before the first section: the title, and nothing else. */
  head: string;
  sections: Map<string, TextSection>;
}

/** A note of the author's: readers do not see it. */
const comment = /\s*<!--.*?-->/g;

/** Reads `<labDir>/<language>.md`: a section for each `## step-id` and `## step-id / name`. */
export function readTexts(labDir: string, language: string): { texts: LabTexts; problems: Problem[] } {
  const file = join(resolve(labDir), `${language}.md`);
  const texts: LabTexts = { language, file, head: "", sections: new Map() };
  const read = readText(
    file,
    `a lab has its texts in ${language}.md, with a heading "## step-id" for each step`,
  );
  if ("problem" in read) return { texts, problems: [read.problem] };
  const problems: Problem[] = [];
  let current: TextSection | undefined;
  let fence: string | undefined;
  read.text.split(/\r?\n/).forEach((line, index) => {
    const mark = /^ {0,3}(```+|~~~+)/.exec(line)?.[1];
    if (mark && fence === undefined) fence = mark;
    else if (mark && fence !== undefined && mark.startsWith(fence)) fence = undefined;
    const heading = fence === undefined && !mark ? /^##\s+(.+?)\s*#*\s*$/.exec(line)?.[1] : undefined;
    if (heading === undefined) {
      const shown = fence === undefined ? line.replace(comment, "") : line;
      if (!current) texts.head += `${shown}\n`;
      else {
        current.written.push(line);
        // a line that is a comment leaves no gap in its paragraph
        if (shown.trim() !== "" || line.trim() === "") current.body += `${shown}\n`;
      }
      return;
    }
    const name = heading.split(/\s*\/\s*/).join(" / ");
    current = { heading: name, body: "", line: index + 1, written: [] };
    const earlier = texts.sections.get(name);
    if (earlier) {
      const place = { file, line: index + 1, column: 1 };
      problems.push({
        what: `the heading "## ${name}" is there twice`,
        place,
        next: `the first is on line ${earlier.line}`,
      });
    } else texts.sections.set(name, current);
  });
  for (const section of texts.sections.values()) section.body = section.body.trim();
  return { texts, problems };
}

/** Headings that a lab's steps need in each language, in order; `options` must be listed below theirs. */
export function neededHeadings(lab: Lab): { heading: string; options: string[] }[] {
  const told = lab.form === 2 ? measurements(lab).map(({ id }) => id) : [];
  return lab.steps.flatMap((step) => [
    { heading: step.id, options: optionsOf(step) },
    ...(told.includes(step.id) ? [{ heading: afterHeading(step.id), options: [] }] : []),
    ...(step.kind === "ask" ? step.questions : []).flatMap((question) => [
      { heading: `${step.id} / ${question.id}`, options: question.options },
      { heading: `${step.id} / ${question.id} / answer`, options: [] },
    ]),
    ...step.hints.map((hint) => ({ heading: `${step.id} / ${hint}`, options: [] })),
  ]);
}

/** The page begins with the lab's title, and every other word of it belongs to a step. */
function checkHead({ title }: Lab, { language, file, head, sections }: LabTexts): Problem[] {
  if (sections.size === 0) return [];
  const lines = head.split("\n");
  const at = lines.findIndex((line) => line.trim() !== "");
  const wanted = `# ${title[language as keyof typeof title]}`;
  const problems: Problem[] = [];
  if (lines[at] !== wanted) {
    const place = { file, line: Math.max(at, 0) + 1, column: 1 };
    problems.push({ what: "the text does not begin with the lab's title", place, next: wanted });
  }
  const more = lines.findIndex((line, index) => index > at && line.trim() !== "");
  if (at >= 0 && more > 0) {
    const place = { file, line: more + 1, column: 1 };
    problems.push({ what: 'text before the first "## step-id" belongs to no step', place });
  }
  return problems;
}

const optionsOf = (step: Step): string[] => (step.kind === "predict" ? step.options : []);

/** Every step, hint, question and answer has its text, no text stands alone, and every option is explained. */
export function checkTexts(lab: Lab, texts: LabTexts): Problem[] {
  const { file, sections } = texts;
  const needed = neededHeadings(lab);
  const names = [
    ...needed.map((one) => one.heading),
    ...lab.steps.filter(endsInFigures).map(({ id }) => afterHeading(id)),
  ];
  const problems = checkHead(lab, texts);
  for (const { heading, options } of needed) {
    const section = sections.get(heading);
    if (!section) {
      problems.push({
        what: `the text has no heading "## ${heading}"`,
        place: { file },
        next: `add it to ${texts.language}.md`,
      });
      continue;
    }
    const place = { file, line: section.line, column: 1 };
    if (section.body === "") problems.push({ what: `there is no text under "## ${heading}"`, place });
    const told = [...section.body.matchAll(/^- ([a-z0-9.-]+):/gm)].map(([, option]) => option!);
    for (const option of options.length > 0 ? told : []) {
      if (options.includes(option)) continue;
      problems.push({
        what: `"- ${option}:" under "## ${heading}" is no option of lab.yaml`,
        place,
        next: `options: ${options.join(", ")}`,
      });
    }
    for (const option of options) {
      if (told.includes(option)) continue;
      problems.push({
        what: `the option "${option}" is not explained under "## ${heading}"`,
        place,
        next: `- ${option}: …`,
      });
    }
  }
  for (const { heading, line } of sections.values()) {
    if (names.includes(heading)) continue;
    if (lab.steps.some(({ id }) => heading === afterHeading(id))) {
      problems.push({
        what: `"## ${heading}" tells what a measurement showed, and that step measures nothing`,
        place: { file, line, column: 1 },
        next: "put it below the step that measures",
      });
      continue;
    }
    const near = nearest(
      heading,
      names.filter((name) => !sections.has(name)),
    );
    const next =
      near === undefined
        ? `headings: ${names.filter((name) => !sections.has(name)).join(", ")}`
        : `did you mean "## ${near}"?`;
    problems.push({
      what: `"## ${heading}" belongs to no step of lab.yaml`,
      place: { file, line, column: 1 },
      next,
    });
  }
  return problems;
}
