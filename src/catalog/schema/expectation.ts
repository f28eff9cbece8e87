import { z } from "zod";
import { strict } from "../source/shape.ts";
import { localized } from "./units.ts";

const minSamples = z.int().min(1).optional().meta({
  description: "With fewer samples the claim is unknown",
  default: 1,
});

const slack = z.string().trim().min(1).optional().meta({
  description: "Why the value may be further than 2 times from what was recorded (figures.json)",
});

/** What a claim's figure must be: on one side of a bound, or between one and a limit that nothing can pass. */
export const expectation = z
  .union([
    strict({
      op: z
        .enum([">=", "<=", ">", "<", "=="])
        .meta({ description: "How the figure compares with the value" }),
      value: z.number().meta({
        description:
          "In the metric's unit (./lab metrics), far from what both sides measure; a multiple when compared",
      }),
      minSamples,
      slack,
    }),
    strict({
      between: z.tuple([z.number(), z.number()]).meta({
        description: "Lowest and highest: below the claim fails, above the measurement is wrong (invalid)",
      }),
      limit: localized.meta({
        description: "Why nothing that was measured rightly can be above the highest",
      }),
      minSamples,
      slack,
    }),
  ])
  .meta({ description: "What the figure must be for the claim to hold" });

export type WrittenExpectation = z.infer<typeof expectation>;
