import { afterHeading } from "../../app/guide/after.ts";
import { shownBy } from "../../app/guide/measure-step.ts";
import { type OpenWalk, stepAt } from "../../app/guide/open-walk.ts";
import type { Step } from "../../model/lab.ts";
import { cutTo, wrap } from "../../text/layout.ts";
import { printableLine } from "../../text/printable.ts";
import { headingLines, pageLines } from "../../text/terminal-page.ts";
import { topologyLines } from "../topology-text.ts";
import { shownLines } from "./figures.ts";
import type { WalkLayout } from "./layout.ts";

/** The text under a heading of the lab's text, or nothing. */
export function sectionLines(open: OpenWalk, heading: string, layout: WalkLayout): string[] {
  const body = open.shown.texts.sections.get(heading)?.body;
  return body === undefined ? [] : pageLines(body, layout);
}

/** A lab's first page: its name, what it takes, and how the walk goes. */
export function coverLines(open: OpenWalk, layout: WalkLayout): string[] {
  const { lab, bill } = open.shown;
  const { strings, width, paint, language } = layout;
  if (Object.keys(open.walk.steps).length > 0)
    return wrap(strings.walk.goesOn(lab.number, stepAt(open).id), width);
  const needs = strings.walk.needs(lab.minutes, `${bill.memoryMiB} MiB`, `${bill.diskMiB} MiB`);
  return [
    paint.strong(`${lab.number} · ${printableLine(lab.title[language])}`),
    ...wrap(needs, width).map(paint.faint),
    "",
    ...strings.walk.welcome.flatMap((line) => wrap(line, width)),
    "",
  ];
}

/** The step that the learner stands at: its text, its picture, and what it has shown already. */
export function stepLines(open: OpenWalk, layout: WalkLayout): string[] {
  const { lab } = open.shown;
  const step = stepAt(open);
  const { strings, language } = layout;
  const nth = lab.steps.indexOf(step) + 1;
  const note = `${strings.walk.kinds[step.kind]} · ${strings.walk.stepOf(nth, lab.steps.length)}`;
  return [
    ...headingLines(`${lab.number} · ${printableLine(lab.title[language])} · ${step.id}`, note, layout),
    "",
    ...sectionLines(open, step.id, layout),
    ...pictureLines(open, step, layout),
    ...evidenceLines(open, step, layout),
  ];
}

function pictureLines(open: OpenWalk, step: Step, { width }: WalkLayout): string[] {
  if (step.kind !== "show") return [];
  const stage = open.shown.stages.find(({ alias }) => alias === step.on);
  return stage ? ["", ...topologyLines(stage.topology).map((line) => `  ${cutTo(line, width - 2)}`)] : [];
}

/** What was measured, where a step measures or explains; and below the table of a measurement what it shows, and why. */
export function evidenceLines(open: OpenWalk, step: Step, layout: WalkLayout): string[] {
  const about = step.kind === "explain" ? step.step : step.id;
  const shown = shownBy(open, about, layout.language);
  if (!shown) return [];
  const after = sectionLines(open, afterHeading(step.id), layout);
  return ["", ...shownLines(shown, layout), ...(after.length > 0 ? ["", ...after] : [])];
}
