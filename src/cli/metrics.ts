import { metrics as dictionary, type Metric } from "../model/metrics.ts";
import { printJson } from "./io.ts";
import type { Verb } from "./verb.ts";

/** `lab metrics`: the dictionary that every figure is defined in. */
export const metrics: Verb = (program, io) => {
  program
    .command("metrics")
    .description("what every metric means and how it is measured")
    .option("--json", "as JSON on stdout")
    .action((flags: { json?: boolean }) => {
      if (flags.json) return printJson(io, dictionary);
      for (const metric of dictionary as readonly Metric[]) {
        io.out(`${metric.name} (${metric.unit}, ${metric.phase} phase)\n`);
        io.out(`    ${metric.means}\n`);
        io.out(`    measured: ${metric.how}\n`);
      }
    });
};
