import { type Problem, placeText } from "../model/errors.ts";
import { printableLine } from "../text/printable.ts";

/** A problem as lines: place and what is wrong, below it what to do next. */
export function problemLines({ place, what, next, severity }: Problem): string[] {
  const warned = severity === undefined ? "" : `${severity}: `;
  const head = `${place ? `${placeText(place)}: ` : ""}${warned}${printableLine(what)}`;
  return next === undefined ? [head] : [head, `    ${printableLine(next)}`];
}
