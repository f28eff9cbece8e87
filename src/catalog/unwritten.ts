import type { Problem } from "../model/errors.ts";
import type { Path, YamlSource } from "./source/yaml.ts";
import type { LabTexts } from "./texts.ts";

/** What `./lab new` leaves where the author is to write something. */
const mark = /\bTODO:/;

/** True for a text that `./lab new` left to be written. */
export const isUnwritten = (text: string): boolean => mark.test(text);

/** Texts of a lab.yaml that are still to be written. */
export function unwrittenIn(source: YamlSource): Problem[] {
  const look = (value: unknown, path: Path): Problem[] => {
    if (typeof value === "object" && value !== null) {
      const entries: [string | number, unknown][] = Array.isArray(value)
        ? [...value.entries()]
        : Object.entries(value);
      return entries.flatMap(([key, part]) => look(part, [...path, key]));
    }
    if (typeof value !== "string" || !isUnwritten(value)) return [];
    return [{ what: `"${path.join(".")}" is still to be written`, place: source.placeOf(path) }];
  };
  return look(source.value, []);
}

/** Sections of a lab's text that are still to be written. */
export function unwrittenSections({ file, sections }: LabTexts): Problem[] {
  return [...sections.values()]
    .filter(({ body }) => isUnwritten(body))
    .map(({ heading, line }) => ({
      what: `the text under "## ${heading}" is still to be written`,
      place: { file, line, column: 1 },
    }));
}
