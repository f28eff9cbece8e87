import { z } from "zod";
import { strict } from "../source/shape.ts";
import { control } from "./control.ts";
import { eitherKey } from "./editor.ts";
import { expectation } from "./expectation.ts";
import { journeys, loads, quick } from "./load.ts";
import { metricName, step, subjectKeys } from "./step.ts";
import { identifier, localized } from "./units.ts";

const stage = strict({
  stage: identifier.meta({ description: "Folder under compose/" }),
  variant: identifier.optional().meta({ description: "File under compose/<stage>/variants/, without .yaml" }),
});

const throttledShare = z.number().min(0).max(1);

const claim = strict({
  id: identifier.meta({ description: "Name of the claim in reports" }),
  says: localized.meta({
    description: "What the lab claims, in words: with the bound, and why it is that one",
  }),
  metric: metricName,
  ...subjectKeys,
  expect: expectation,
  allowThrottled: z
    .union([throttledShare, z.record(identifier, throttledShare)])
    .optional()
    .meta({
      description:
        "Most share of its quota's periods in which a server may have been throttled, else the claim is invalid: of the claim's own stages, or by stage alias, controls included",
    }),
  mustFailOn: z
    .array(control)
    .min(1)
    .optional()
    .meta({ description: "Negative control: stage aliases on which the claim must not hold" }),
  control: z
    .union([
      z.literal("aa"),
      strict({
        none: z
          .union([z.string().trim().min(1), localized])
          .meta({ description: "The reason: in both languages, or in English alone" }),
      }),
    ])
    .optional()
    .meta({
      description:
        "`aa`: one side of the comparison measured twice must not show the effect; or why there is no control",
    }),
  proves: z.array(identifier).optional().meta({ description: "Ids of the source ideas that it proves" }),
}).meta({ anyOf: eitherKey("on", "ratio"), oneOf: eitherKey("mustFailOn", "control") });

/** lab.yaml as it is written; what it leaves out is filled in once, by resolveLab. */
export const writtenLab = strict({
  format: z
    .literal(1, { error: "is the format of this file; this version reads format 1" })
    .meta({ description: "Version of this file's format" }),
  form: z
    .union([z.literal(1), z.literal(2)], { error: "is 1 or 2" })
    .optional()
    .meta({
      description:
        "2: predict, measure, then tell. Each measurement has a prediction before it, and what it showed is under `## step / after`",
      default: 1,
    }),
  id: identifier.regex(/^\d\d-/, { error: "begins with the lab's two digits, such as 04-scale-out" }).meta({
    description: "Two digits and a name, the same as the folder's: 04-scale-out",
  }),
  title: localized,
  question: localized.optional().meta({ description: "What the lab answers, as a question: lists show it" }),
  sources: z
    .array(z.string().min(1))
    .optional()
    .meta({ description: "Texts that the lab grew from, and where in them" }),
  minutes: z.int().min(1).max(600).meta({ description: "What a learner needs for it" }),
  stages: z
    .record(identifier, stage)
    .meta({ description: "Stages that the lab compares, each under an alias of its own" }),
  journeys: journeys.optional().meta({ description: "What users do, by name" }),
  loads: loads
    .optional()
    .meta({ description: "Loads by name: journeys at a rate, or the search for the knee" }),
  quick: quick.optional().meta({ description: "What --quick makes smaller" }),
  steps: z
    .array(step)
    .min(1)
    .meta({ description: "In order; each has its text under `## id` of en.md and ko.md" }),
  claims: z
    .array(claim)
    .min(1)
    .meta({ description: "What the lab proves: each holds where it should, and fails elsewhere" }),
});

export type WrittenLab = z.infer<typeof writtenLab>;
export type WrittenStep = WrittenLab["steps"][number];
export type WrittenClaim = WrittenLab["claims"][number];

/** JSON Schema of lab.yaml, for editors: completion and checks while typing. Draft 7 is what all of them know. */
export function labJsonSchema(): object {
  const { $schema, ...schema } = z.toJSONSchema(writtenLab, { io: "input", target: "draft-7" });
  const title = "lab.yaml";
  const description = "A lab of Stagecraft: docs/authoring.md says how to write one";
  return { $schema, title, description, ...schema };
}

/** The schema as the file labs/lab.schema.json. */
export const labSchemaFile = (): string => `${JSON.stringify(labJsonSchema(), null, 2)}\n`;
