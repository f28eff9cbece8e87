import type { Lab, Step } from "../../model/lab.ts";

/** `## step / after` holds what the step's measurement showed, and why; it is told with the table, never before. */
export const afterName = "after";

export const afterHeading = (step: string): string => `${step} / ${afterName}`;

/** Whether a step ends in a table of figures. */
export const endsInFigures = ({ kind }: Step): boolean =>
  kind === "measure" || kind === "try" || kind === "observe";

/** Steps whose figures somebody asserts something of: those that measure a load, and those that try for a claim's figure. */
export function measurements({ steps, claims }: Lab): Extract<Step, { kind: "measure" | "try" }>[] {
  const claimed = new Set(
    claims.flatMap(({ subject }) => [subject.during?.step, subject.comparedWith?.during?.step]),
  );
  return steps.filter(
    (step): step is Extract<Step, { kind: "measure" | "try" }> =>
      step.kind === "measure" || (step.kind === "try" && claimed.has(step.id)),
  );
}
