import { z } from "zod";
import { identifier } from "../schema/units.ts";
import { strict } from "../source/shape.ts";

const recordedClaim = strict({
  metric: z.string(),
  unit: z.string(),
  /** Of each run that could judge the claim, in the runs' order. */
  values: z.array(z.number()).min(1),
  median: z.number(),
  spread: z.number().min(0),
});

const recordedRuns = strict({
  speed: z.number().positive(),
  quick: z.boolean(),
  runs: z.int().min(1),
  version: z.string(),
  host: strict({
    cores: z.number(),
    memoryMiB: z.number(),
    kernel: z.string(),
    engine: z.string(),
    cgroup: z.string(),
  }),
  claims: z.record(identifier, recordedClaim),
});

/** figures.json beside a lab: what its claims measured in recorded runs, a set for each speed. */
export const writtenFigures = strict({
  format: z.literal(1),
  lab: identifier,
  recorded: z.array(recordedRuns).min(1),
});

export type RecordedFigures = z.infer<typeof writtenFigures>;
