import { z } from "zod";
import { strict } from "../source/shape.ts";
import { identifier, localized } from "./units.ts";

/** One stage on which a claim must not hold, and what sets it apart; `./lab check` asks for what the short form lacks. */
export const control = z.union([
  identifier,
  strict({
    stage: identifier.meta({ description: "Alias of the stage on which the claim must not hold" }),
    differs: z.string().trim().min(2).meta({
      description:
        "The one thing in which it differs from the claim's stage: a word of the stage files that changed",
    }),
    because: localized.optional().meta({ description: "Why it may differ in more than that, where it does" }),
  }),
]);

export type WrittenControl = z.infer<typeof control>;

/** The alias that a control names in either form. */
export function aliasOf(written: string | { stage?: string | undefined } | undefined): string | undefined {
  return typeof written === "string" ? written : written?.stage;
}
