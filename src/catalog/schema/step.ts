import { z } from "zod";
import { faultKinds } from "../../model/fault.ts";
import { metrics } from "../../model/metrics.ts";
import { strict } from "../source/shape.ts";
import { phaseCommands, tried } from "./command.ts";
import { paramsByKind } from "./editor.ts";
import { duration, identifier, localized, repeats } from "./units.ts";

/** Every key that says what a step does. */
export const stepKinds = [
  "read",
  "show",
  "predict",
  "measure",
  "try",
  "stopwatch",
  "verify",
  "ask",
  "do",
  "observe",
  "explain",
] as const;

/** Facts that a `verify` step can compare the learner's answer with, and what each refers to. */
export const verifyFacts = {
  "served-by-missing-since": "The server that gave no answers in the fault phase of this measuring step",
  answer: "A fixed answer",
} as const;

/** Name of a metric; that it exists is checked with the other references. */
export const metricName = z
  .string()
  .meta({ enum: metrics.map((metric) => metric.name), description: "A metric: ./lab metrics lists them" });

const alias = identifier.meta({ description: "Stage alias" });

/** `step` or `step/phase`. */
export const during = z
  .string()
  .regex(/^[a-z0-9-]+(\/[a-z]+)?$/, { error: "is no part of a run: write step or step/phase" })
  .meta({ description: "Which part of the run: step or step/phase (baseline, fault, recovery, all)" });

/** Two stage aliases: the first's figure divided by the second's. */
export const ratio = z
  .array(identifier)
  .length(2, { error: "needs two stage aliases: [numerator, denominator]" })
  .meta({ description: "Two stage aliases: the first's figure ÷ the second's" });

/** Keys with which a claim or prediction says what its figure is about. */
export const subjectKeys = {
  on: alias.optional(),
  ratio: ratio.optional(),
  of: z.string().min(1).optional().meta({
    description: "Of metrics that are told by parts: a route, a server or a command",
  }),
  during: during.optional(),
  comparedWith: strict({
    on: alias.optional(),
    of: z.string().min(1).optional().meta({ description: "Another part: a route, a server or a command" }),
    during: during.optional(),
  })
    .optional()
    .meta({ description: "The figure ÷ the same figure with these replaced" }),
};

/** What a claim or prediction says of its figure. */
export type WrittenSubject = z.infer<z.ZodObject<typeof subjectKeys>>;

const base = {
  id: identifier.meta({ description: "Name of the step, and the heading of its text" }),
  hints: z.array(identifier).optional().meta({ description: "Texts under `## step-id / hint`" }),
  treats: z
    .array(identifier)
    .optional()
    .meta({ description: "Ids of the source ideas that its text treats" }),
};

const unpredicted = localized
  .optional()
  .meta({ description: "Why nobody is asked for a prediction before this measurement" });

const answerOptions = z
  .array(z.union([identifier, z.number()]))
  .min(2)
  .meta({ description: "Choices: each is a line `- name: …` of the text" });

const predict = strict({
  metric: metricName,
  ...subjectKeys,
  ask: z.enum(["interval", "number", "choice"]).meta({ description: "How the learner answers" }),
  options: answerOptions.optional(),
});

const load = identifier.meta({ description: "One of `loads`" });

const measure = strict({
  load,
  on: z.array(identifier).min(1).meta({ description: "Stage aliases" }),
  phases: strict({
    baseline: duration.optional(),
    fault: duration.optional(),
    recovery: duration.optional(),
  })
    .optional()
    .meta({ description: "Lengths: nothing happens, the fault is on, the fault is gone" }),
  for: duration.optional().meta({ description: "Length, for a step without phases" }),
  repeats: repeats.optional(),
  joins: z.record(identifier, identifier).optional().meta({
    description: "Stage alias -> the server of it that is off at first and starts in the fault phase",
  }),
});

const fault = strict({
  kind: z
    .string()
    .meta({ enum: faultKinds.map((kind) => kind.name), description: "./lab faults lists them" }),
  target: z
    .union([identifier, z.record(identifier, identifier)], {
      error: "is a server's name, or a map of stage aliases (and default) to servers",
    })
    .meta({ description: "Server, service or zone; or one per stage alias, and `default` for the rest" }),
  params: z
    .record(z.string(), z.union([z.string(), z.number()]))
    .optional()
    .meta({ description: "What the kind is told; what is left out has its default" }),
  drawn: z.array(identifier).min(2).optional().meta({
    description: "In the guided walk one of these, drawn for each learner, on stages that have them all",
  }),
}).meta({ allOf: paramsByKind });

const stopwatch = strict({
  load,
  on: alias,
  fault: fault.meta({ description: "Broken when the clock starts" }),
  within: duration.optional().meta({ description: "How long the learner has to mend it", default: "5m" }),
});

const answer = z.union(
  [
    z.string().min(1),
    z.number(),
    strict({
      from: z
        .array(z.number())
        .length(2, { error: "needs two numbers: [lowest, highest]" })
        .meta({ description: "Any number of this interval" }),
    }),
  ],
  { error: "is an option's name, a number, a text or {from: [lowest, highest]}" },
);

const question = strict({
  id: identifier.meta({ description: "Texts under `## step-id / id` and `## step-id / id / answer`" }),
  kind: z.enum(["choice", "number", "text"]).meta({ description: "How it is answered" }),
  options: answerOptions.optional(),
  answer: answer.meta({
    description: "The right answer: an option, a text, a number or {from: [lowest, highest]}",
  }),
  if: strict({ wrong: identifier.meta({ description: "An earlier question of this step" }) })
    .optional()
    .meta({ description: "Asked only after that wrong answer" }),
});

const verify = strict({
  ask: localized.optional(),
  equals: strict({
    "served-by-missing-since": identifier
      .optional()
      .meta({ description: verifyFacts["served-by-missing-since"] }),
    answer: z.union([z.string(), z.number()]).optional().meta({ description: verifyFacts.answer }),
  }).meta({ description: "What the learner's answer is compared with" }),
}).meta({ description: "The learner reads something off the figures" });

const command = strict({
  start: identifier.optional().meta({ description: "Server to start" }),
  stop: identifier.optional().meta({ description: "Server to stop" }),
  run: z.string().min(1).optional().meta({ description: "A ./lab command line" }),
  on: alias.optional(),
});

/** A step: what its one telling key says. */
export const step = z.union(
  [
    strict({ ...base, read: z.literal(true).meta({ description: "The learner reads its text" }) }),
    strict({
      ...base,
      show: z.literal("topology").meta({ description: "The learner looks at the picture of a stage" }),
      on: alias,
    }),
    strict({ ...base, predict: predict.meta({ description: "The learner says what will be measured" }) }),
    strict({
      ...base,
      measure: measure.meta({ description: "A load on stages, one after the other" }),
      fault: fault.optional().meta({ description: "Broken when the fault phase begins, whole when it ends" }),
      commands: phaseCommands.optional().meta({ description: "Real commands beside the load" }),
      unpredicted,
    }),
    strict({ ...base, try: tried, unpredicted }),
    strict({
      ...base,
      stopwatch: stopwatch.meta({ description: "The learner mends a fault by hand, with the clock running" }),
    }),
    strict({ ...base, verify }),
    strict({ ...base, ask: z.array(question).min(1).meta({ description: "Questions, with answers" }) }),
    strict({ ...base, do: command.meta({ description: "The learner does something to a server" }) }),
    strict({
      ...base,
      observe: strict({ load, for: duration, on: alias.optional() }).meta({
        description: "The learner watches a load",
      }),
    }),
    strict({
      ...base,
      explain: identifier.meta({ description: "The measuring step whose figures it explains" }),
    }),
  ],
  { error: `does one thing: one of ${stepKinds.join(", ")}` },
);
