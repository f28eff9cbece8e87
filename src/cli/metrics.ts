import { metrics as dictionary, type Metric } from "../model/metrics.ts";
import { metricsPage } from "../model/metrics-page.ts";
import { printJson } from "./io.ts";
import type { Verb } from "./verb.ts";

/** `lab metrics`: the dictionary that every figure is defined in. */
export const metrics: Verb = (program, io) => {
  program
    .command("metrics")
    .description("what every metric means and how it is measured")
    .option("--json", "as JSON on stdout")
    .option("--markdown", "as the Markdown of docs/metrics.md")
    .action((flags: { json?: boolean; markdown?: boolean }) => {
      if (flags.json) return printJson(io, dictionary);
      if (flags.markdown) return io.out(metricsPage(dictionary));
      for (const metric of dictionary as readonly Metric[]) {
        const parts = metric.by ? `, ${metric.partsOnly ? "only " : "also "}by ${metric.by}` : "";
        io.out(`${metric.name} (${metric.unit}, ${metric.phase} phase${parts})\n`);
        io.out(`    ${metric.means}\n`);
        io.out(`    measured: ${metric.how}\n`);
      }
    });
};
