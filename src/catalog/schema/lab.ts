import { z } from "zod";
import { strict } from "../source/shape.ts";
import { journeys, loads, quick } from "./load.ts";
import { metricName, step, subjectKeys } from "./step.ts";
import { identifier, localized } from "./units.ts";

const stage = strict({
  stage: identifier.meta({ description: "Folder under compose/" }),
  variant: identifier.optional().meta({ description: "File under compose/<stage>/variants/, without .yaml" }),
});

const claim = strict({
  id: identifier,
  says: localized,
  metric: metricName,
  ...subjectKeys,
  expect: strict({
    op: z.enum([">=", "<=", ">", "<", "=="]),
    value: z.number(),
    minSamples: z.int().min(1).optional().meta({ default: 1 }),
  }),
  mustFailOn: z
    .array(identifier)
    .min(1)
    .optional()
    .meta({ description: "Negative control: stage aliases on which the claim must not hold" }),
  control: strict({ none: z.string().trim().min(1) })
    .optional()
    .meta({ description: "Why there is no negative control" }),
  proves: z.array(identifier).optional().meta({ description: "Ids of the source ideas that it proves" }),
});

/** lab.yaml as it is written; what it leaves out is filled in once, by resolveLab. */
export const writtenLab = strict({
  format: z.literal(1, { error: "is the format of this file; this version reads format 1" }),
  id: identifier.regex(/^\d\d-/, { error: "begins with the lab's two digits, such as 04-scale-out" }),
  title: localized,
  sources: z.array(z.string().min(1)).optional(),
  minutes: z.int().min(1).max(600),
  stages: z.record(identifier, stage),
  journeys: journeys.optional(),
  loads: loads.optional(),
  quick: quick.optional(),
  steps: z.array(step).min(1),
  claims: z.array(claim),
});

export type WrittenLab = z.infer<typeof writtenLab>;
export type WrittenStep = WrittenLab["steps"][number];
export type WrittenClaim = WrittenLab["claims"][number];

/** JSON Schema of lab.yaml, for editors: completion and checks while typing. */
export function labJsonSchema(): object {
  return z.toJSONSchema(writtenLab, { io: "input" });
}
