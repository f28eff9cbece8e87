import type { Problem } from "../../model/errors.ts";
import type { Lab } from "../../model/lab.ts";
import type { LabTexts } from "../texts.ts";
import { measurements } from "./after.ts";
import { english } from "./english.ts";
import { korean } from "./korean.ts";
import { outcomesIn, type Tense } from "./outcome.ts";

const tenses: Record<string, Tense> = { en: english, ko: korean };

/**
 * Where the text before a measurement tells its outcome: that of the step itself, and of the predictions about it with
 * their hints. What the story or another step gives away is not looked at.
 */
export function checkBefore(lab: Lab, { file, language, sections }: LabTexts): Problem[] {
  const tense = tenses[language];
  if (!tense) return [];
  return measurements(lab).flatMap((step) => {
    const guesses = lab.steps.filter(
      (one) => one.kind === "predict" && one.subject?.during?.step === step.id,
    );
    const earlier = lab.steps.slice(0, lab.steps.indexOf(step));
    const seen = measurements({ ...lab, steps: earlier }).flatMap(({ on }) => on);
    const headings = [
      // a prediction may well speak of what its stages did before
      ...guesses.map(({ id }) => ({ heading: id, stages: step.on.filter((one) => !seen.includes(one)) })),
      { heading: step.id, stages: step.on },
      ...[step, ...guesses].flatMap(({ id, hints }) =>
        hints.map((hint) => ({ heading: `${id} / ${hint}`, stages: step.on })),
      ),
    ];
    return headings.flatMap(({ heading, stages }) => {
      const section = sections.get(heading);
      return outcomesIn(section?.written ?? [], tense, stages).map(({ line, tells }) => ({
        what: `"## ${heading}" ${tells}, and "${step.id}" is not measured yet`,
        place: { file, line: section!.line + 1 + line, column: 1 },
        next: `what it showed belongs under "## ${step.id} / after"; a line that tells none: <!-- no outcome: the reason -->`,
      }));
    });
  });
}
