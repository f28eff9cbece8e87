import type { Lab, Localized } from "../../model/lab.ts";
import type { LabTexts } from "../texts.ts";
import { afterHeading } from "./after.ts";

/** What each step's measurement showed, by step, as the texts of both languages have it. */
export function afterTexts(lab: Lab, en: LabTexts, ko: LabTexts): Record<string, Localized> {
  const told = lab.steps.flatMap(({ id }): [string, Localized][] => {
    const english = en.sections.get(afterHeading(id))?.body;
    const korean = ko.sections.get(afterHeading(id))?.body;
    return english && korean ? [[id, { en: english, ko: korean }]] : [];
  });
  return Object.fromEntries(told);
}
