import { z } from "zod";
import { strict } from "../source/shape.ts";
import { duration, identifier, repeats } from "./units.ts";

const mostRuns = 100;
/** Of one run of a command, in ms. */
export const defaultTimeoutMs = 10_000;

const keys = {
  id: identifier.meta({ description: "Claims name it: of: <id>" }),
  in: z
    .string()
    .regex(/^[a-zA-Z0-9._-]+$/, { error: "is no name of a compose service" })
    .meta({ description: "Compose service whose container it runs in" }),
  run: z
    .string()
    .trim()
    .min(1)
    .meta({ description: "For `sh -c`; it did what it was to do when it exits with 0" }),
  times: z
    .int()
    .min(1)
    .max(mostRuns)
    .optional()
    .meta({ description: "How often, one run after the other", default: 1 }),
  timeout: duration.optional().meta({ description: "Of one run; then it is killed", default: "10s" }),
  only: z
    .array(identifier)
    .min(1)
    .optional()
    .meta({ description: "Stage aliases of the step; all of them when left out" }),
};

/** Commands beside a measuring step's load. */
export const phaseCommands = z
  .array(
    strict({
      ...keys,
      at: z.enum(["baseline", "fault", "recovery"]).meta({ description: "The phase that it belongs to" }),
      after: duration.optional().meta({ description: "How long after the phase's start", default: "0s" }),
    }),
  )
  .min(1);

/** Commands of a step that does nothing else. */
export const tried = strict({
  on: z.array(identifier).min(1).meta({ description: "Stage aliases" }),
  commands: z.array(strict(keys)).min(1).meta({ description: "One after the other" }),
  repeats: repeats.optional(),
}).meta({ description: "Real commands in containers of the stages" });
