import type { Measurements, Unsound } from "../model/measurement.ts";
import { type Language, stringsOf } from "../text/language.ts";
import { printableLine } from "../text/printable.ts";

/** Why some figures cannot be trusted, one line each; the same doubt about several stages or repeats is one line. */
export function doubtLines(measurements: Measurements, language: Language): string[] {
  const { unsound } = stringsOf(language);
  const places = new Map<string, string[]>();
  for (const doubt of measurements.unsound) {
    const line = `${unsound[doubt.code]}: ${printableLine(doubt.text)}`;
    const known = places.get(line) ?? [];
    if (!known.includes(placeOf(doubt))) known.push(placeOf(doubt));
    places.set(line, known);
  }
  return [...places].map(([line, where]) => `${where.join(", ")}: ${line}`);
}

function placeOf(doubt: Unsound): string {
  return `${doubt.step} on ${doubt.on}`;
}
