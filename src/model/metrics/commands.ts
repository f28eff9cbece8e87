import type { Metric } from "../metric.ts";

/** What real commands in a stage's containers showed; each figure is of one command. */
export const commandMetrics = [
  {
    name: "command.ok_ratio",
    unit: "ratio",
    means: "How often a command did what it was to do",
    how: "Its runs that exited with 0 ÷ its runs; one that ran out of time did not",
    better: "neither",
    phase: "all",
    by: "command",
    partsOnly: true,
    needs: { load: "none" },
  },
  {
    name: "command.seconds",
    unit: "s",
    means: "How long a command took",
    how: "Median over its runs, from the order to the engine until it ended; one that ran out of time took at least that",
    better: "lower",
    phase: "all",
    by: "command",
    partsOnly: true,
    needs: { load: "none" },
  },
  {
    name: "command.value",
    unit: "count",
    means: "The number that a command said",
    how: "Median over its runs of the last line of stdout, where that is a number and nothing else",
    better: "neither",
    phase: "all",
    by: "command",
    partsOnly: true,
    needs: { load: "none" },
  },
] as const satisfies readonly Metric[];
