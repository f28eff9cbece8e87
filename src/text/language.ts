import { LabError } from "../model/errors.ts";
import { en } from "./en.ts";
import { ko } from "./ko.ts";
import type { Strings } from "./strings.ts";

/** Languages of the interface and of the course. */
export const languages = ["en", "ko"] as const;

export type Language = (typeof languages)[number];

const texts: Record<Language, Strings> = { en, ko };

/** The interface's strings in one language. */
export function stringsOf(language: Language): Strings {
  return texts[language];
}

/**
 * The language to speak: what was asked for, else what the environment's locale says, else English.
 * Throws LabError("usage") when a language is asked for that does not exist.
 */
export function chooseLanguage(asked: string | undefined, env: NodeJS.ProcessEnv): Language {
  if (asked !== undefined) {
    const found = languages.find((language) => language === asked.toLowerCase());
    if (!found) {
      throw new LabError("usage", `there is no language "${asked}"`, {
        next: `use --lang ${languages.join(" or --lang ")}`,
      });
    }
    return found;
  }
  const locale = env.LC_ALL || env.LC_MESSAGES || env.LANG || "";
  return languages.find((language) => new RegExp(`^${language}\\b|^${language}_`, "i").test(locale)) ?? "en";
}
