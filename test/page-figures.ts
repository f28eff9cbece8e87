import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import type { Measurements } from "../src/model/measurement.ts";
import type { LabVerdict } from "../src/model/verdict.ts";
import type { Language } from "../src/text/language.ts";
import { formatFigure } from "../src/text/numbers.ts";

/** A marked figure of a page: what its element carries, and what a reader sees. */
interface Marked {
  data: Record<string, string>;
  text: string;
}

const entities: Record<string, string> = {
  "&amp;": "&",
  "&lt;": "<",
  "&gt;": ">",
  "&quot;": '"',
  "&#39;": "'",
};
const plain = (text: string): string => text.replace(/&(?:amp|lt|gt|quot|#39);/g, (one) => entities[one]!);

function marked(page: string, name: string): Marked[] {
  return [...page.matchAll(/<(?:td|span)([^>]*)>([^<]*)</g)].flatMap(([, attributes = "", text = ""]) => {
    const pairs = [...attributes.matchAll(/ data-([a-z]+)="([^"]*)"/g)];
    const data = Object.fromEntries(pairs.map(([, key = "", value = ""]) => [key, plain(value)]));
    return name in data ? [{ data, text: plain(text) }] : [];
  });
}

/** Reads a page's figures back and compares each with the record in the run's folder; answers which were found. */
export function figuresReadBack(page: string, folder: string, language: Language): Set<string> {
  const read = <T>(name: string): T => JSON.parse(readFileSync(join(folder, name), "utf8")) as T;
  const { measurements } = read<Measurements>("measurements.json");
  const found = new Set<string>();
  for (const { data, text } of marked(page, "metric")) {
    const one = measurements.find(
      (candidate) =>
        candidate.metric === data.metric &&
        candidate.step === data.step &&
        candidate.on === data.on &&
        String(candidate.repeat) === data.repeat &&
        candidate.phase === data.phase &&
        candidate.of === data.of,
    );
    expect(one, `the page shows ${JSON.stringify(data)}, which nobody measured`).toBeDefined();
    expect(data.value, JSON.stringify(data)).toBe(String(one!.value ?? ""));
    expect(text, JSON.stringify(data)).toBe(formatFigure(one!, language));
    found.add(`${data.metric} ${data.step} ${data.on} ${data.repeat} ${data.phase}`);
  }
  const { claims } = read<LabVerdict>("verdict.json");
  const shown = marked(page, "claim");
  for (const claim of claims) {
    const own = shown.filter(({ data }) => data.claim === claim.id);
    const expected = [
      { role: "claim", on: claim.on, value: String(claim.value ?? ""), text: formatFigure(claim, language) },
      ...claim.controls.map((control) => ({
        role: "control",
        on: control.on,
        value: String(control.value ?? ""),
        text: formatFigure({ ...control, unit: claim.unit }, language),
      })),
    ];
    const told = own.map(({ data, text }) => ({ role: data.role, on: data.on, value: data.value, text }));
    expect(told, claim.id).toEqual(expected);
  }
  return found;
}
