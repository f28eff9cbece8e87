/** What the sections say to whoever writes the lab. */
export interface TemplateNames {
  number: string;
  strong: string;
  weak: string | undefined;
}

/** Sections of a new lab by heading: each says what is to be written in its place. */
export type TemplateTexts = (names: TemplateNames) => Record<string, string>;
