import type { Language } from "../../text/language.ts";
import { english } from "./english.ts";
import { korean } from "./korean.ts";
import type { NewLab } from "./lab-yaml.ts";
import type { TemplateTexts } from "./sections.ts";
import { aliasesOf } from "./sides.ts";

const templates: Record<Language, TemplateTexts> = { en: english, ko: korean };

/** The text of a new lab in one language. */
export function labText(lab: NewLab, language: Language): string {
  const { strong, weak } = aliasesOf(lab);
  const sections = templates[language]({ number: lab.id.slice(0, 2), strong, weak });
  const parts = Object.entries(sections).map(([heading, body]) => `## ${heading}\n\n${body}\n`);
  return [`# ${lab.title[language]}\n`, ...parts].join("\n");
}
