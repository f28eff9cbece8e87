import { z } from "zod";
import { identifier, localized } from "./schema/units.ts";
import { strict } from "./source/shape.ts";

const labHelp = 'is no number of a lab: two digits in quotes, such as "04"';

// YAML takes 04 without quotes for the number 4, and other readers take 08 for a text
const labNumber = z
  .string({ error: (issue) => (issue.input === undefined ? undefined : labHelp) })
  .regex(/^\d\d$/, { error: labHelp })
  .meta({ description: 'Number of a lab, in quotes: "04"' });

const idea = strict({
  id: identifier
    .regex(/^\d{3}-/, { error: "begins with the three digits of its source, such as 001-login-again" })
    .meta({ description: "Three digits of the source and a name; `proves` and `treats` of labs use it" }),
  source: z
    .string()
    .regex(/^\d{3} \S/, { error: 'names a source and a part of it, such as "001 §3"' })
    .meta({ description: "Source and where in it, such as 001 §3" }),
  lab: labNumber.optional().meta({ description: "The lab that is meant to show it" }),
  sidebar: labNumber
    .optional()
    .meta({ description: "The lab whose text tells it, for what cannot be run here" }),
  says: localized,
});

/** labs/ideas.yaml as it is written. */
export const writtenIdeas = strict({
  format: z.literal(1, { error: "is the format of this file; this version reads format 1" }),
  sources: z
    .record(
      z.string().regex(/^\d{3}$/, { error: 'is no source: three digits in quotes, such as "001"' }),
      localized,
    )
    .meta({ description: "Titles of the sources, by their three digits" }),
  tracks: z
    .array(strict({ title: localized, labs: z.array(labNumber).min(1) }))
    .min(1)
    .meta({ description: "The curriculum: every lab there is or will be, in order" }),
  ideas: z.array(idea).min(1),
});

export type WrittenIdeas = z.infer<typeof writtenIdeas>;
