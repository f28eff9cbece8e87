import type { Problem } from "../model/errors.ts";
import type { Path, YamlSource } from "./source/yaml.ts";
import { isPlain } from "./stage/merge.ts";
import type { LabTexts } from "./texts.ts";

const hangul = /\p{Script=Hangul}/u;

/** Texts of a YAML file that stand under a language they are not in. */
export function untranslatedIn(source: YamlSource): Problem[] {
  const problems: Problem[] = [];
  const tell = (path: Path, what: string) => problems.push({ what, place: source.placeOf(path) });
  const look = (value: unknown, path: Path): void => {
    if (Array.isArray(value)) {
      for (const [index, part] of value.entries()) look(part, [...path, index]);
      return;
    }
    if (!isPlain(value)) return;
    const { en, ko } = value;
    if (typeof en === "string" && typeof ko === "string") {
      if (ko.trim() && !hangul.test(ko)) tell([...path, "ko"], "the Korean text is not in Korean");
      if (hangul.test(en)) tell([...path, "en"], "the English text is not in English");
    }
    for (const [key, part] of Object.entries(value)) look(part, [...path, key]);
  };
  look(source.value, []);
  return problems;
}

const count = (text: string, letters: RegExp): number => text.match(letters)?.length ?? 0;

// an English text may quote some Korean; names and commands in a Korean one are Latin
const foreign: Record<string, (body: string) => boolean> = {
  ko: (body) => !hangul.test(body),
  en: (body) => count(body, /\p{Script=Hangul}/gu) > count(body, /\p{Script=Latin}/gu),
};

/** Sections of a lab's text that are not in its language. */
export function untranslatedSections({ language, file, sections }: LabTexts): Problem[] {
  const name = language === "ko" ? "Korean" : "English";
  return [...sections.values()]
    .filter(({ body }) => body !== "" && foreign[language]?.(body))
    .map(({ heading, line }) => ({
      what: `the text under "## ${heading}" is not in ${name}`,
      place: { file, line, column: 1 },
    }));
}
