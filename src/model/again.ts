import type { AgainSide, Claim, FigurePlace, Lab, Step, Subject } from "./lab.ts";

/** Under this id the second measurement stands in plans and records; no step of a lab can have it, for its underscore. */
export const againOf = (step: string): string => `${step}_again`;

/** True for the id of a second measurement. */
export const isAgain = (step: string): boolean => step.endsWith("_again");

/** The figure that a comparison is about, and the one that it is divided by; one figure alone where nothing is compared. */
export function sidesOf({ comparedWith, ...upper }: Subject): FigurePlace[] {
  return comparedWith ? [upper, { ...upper, ...comparedWith }] : [upper];
}

/**
 * Which side of a claim can be measured again; undefined when both sides are read from the same seconds, so that no
 * order of theirs could make a difference.
 */
export function sideAgain(
  { stages, steps }: Pick<Lab, "stages" | "steps">,
  { subject }: Pick<Claim, "subject">,
): AgainSide | undefined {
  const [upper, lower] = sidesOf(subject);
  if (!upper?.during || !lower?.during) return undefined;
  const first = (one: number, other: number): AgainSide => (one < other ? "upper" : "lower");
  const placeOf = (alias: string) => stages.findIndex((stage) => stage.alias === alias);
  if (upper.on !== lower.on) return first(placeOf(upper.on), placeOf(lower.on));
  const stepOf = (id: string) => steps.findIndex((step) => step.id === id);
  const [one, other] = [stepOf(upper.during.step), stepOf(lower.during.step)];
  if (one !== other) return first(one, other);
  if (upper.of !== lower.of) return commandFirst(steps[one], upper, lower);
  return upper.during.phase === lower.during.phase ? undefined : "phases";
}

// commands of a try run one after the other; those beside a load, and routes and servers, at the same time
function commandFirst(step: Step | undefined, upper: FigurePlace, lower: FigurePlace): AgainSide | undefined {
  if (step?.kind !== "try") return undefined;
  const placeOf = (id: string | undefined) => step.commands.findIndex((command) => command.id === id);
  return placeOf(upper.of) < placeOf(lower.of) ? "upper" : "lower";
}
