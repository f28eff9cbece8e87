import type { Measurements } from "../model/measurement.ts";
import { type Language, stringsOf } from "../text/language.ts";
import { printableLine } from "../text/printable.ts";

/** Why some figures cannot be trusted, one line each; the same doubt about several stages or repeats is one line. */
export function doubtLines(measurements: Measurements, language: Language): string[] {
  const { unsound, reason, placeOf } = stringsOf(language);
  const places = new Map<string, string[]>();
  for (const doubt of measurements.unsound) {
    const line = `${unsound[doubt.code]}: ${reason(printableLine(doubt.text))}`;
    const known = places.get(line) ?? [];
    const place = placeOf(doubt.step, doubt.on);
    if (!known.includes(place)) known.push(place);
    places.set(line, known);
  }
  return [...places].map(([line, where]) => `${where.join(", ")}: ${line}`);
}
