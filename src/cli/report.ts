import { readReport } from "../app/report.ts";
import { LabError } from "../model/errors.ts";
import { projectRoot } from "./context.ts";
import { printJson } from "./io.ts";
import type { Verb } from "./verb.ts";

interface ReportFlags {
  json?: boolean;
  markdown?: boolean;
  lang?: string;
}

/** `lab report [RUN]`: a run's report again, from its folder alone. */
export const report: Verb = (program, io) => {
  program
    .command("report")
    .argument("[run]", "run id (a folder below runs/); the latest when left out")
    .description("show a run's report again; needs no engine")
    .option("--json", "the verdict as JSON on stdout")
    .option("--markdown", "as Markdown")
    .option("--lang <language>", "en or ko")
    .addHelpText("after", "\nExample: ./lab report --markdown > report.md\n")
    .action(async (run: string | undefined, flags: ReportFlags) => {
      if (flags.json && flags.markdown) {
        throw new LabError("usage", "--json and --markdown exclude each other", {
          next: "choose one of them",
        });
      }
      const { lang } = flags;
      const found = await readReport(projectRoot, run, { lang, env: io.env, colour: io.colour });
      if (!found.complete) io.err("this run did not come to its end: measured what its record holds\n");
      if (flags.json) printJson(io, found.verdict);
      else io.out(flags.markdown ? found.markdown() : found.terminal());
    });
};
