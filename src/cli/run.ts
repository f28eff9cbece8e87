import { partsOf } from "../app/parts.ts";
import { renderRun } from "../app/report.ts";
import { runLab } from "../app/run-lab.ts";
import { verdictExitCode } from "../model/verdict.ts";
import { contextFrom } from "./context.ts";
import { exit, printJson } from "./io.ts";
import { liveProgress, plainProgress } from "./run-progress.ts";
import type { Verb } from "./verb.ts";

interface RunFlags {
  quick?: boolean;
  seed?: string;
  json?: boolean;
  yes?: boolean;
  lang?: string;
  step?: string[];
}

/** `lab run N`: every measurement of a lab, its verdict and its report. */
export const run: Verb = (program, io) => {
  program
    .command("run")
    .argument("<lab>", "number (4, 04) or id (04-scale-out)")
    .description("run a lab's measurements and judge its claims")
    .option("--quick", "shorter phases and fewer repeats, as the lab says")
    .option("--seed <text>", "the same seed gives the same arrivals and journeys")
    .option("--step <id...>", "only these measuring steps (claims on others stay unknown)")
    .option("--json", "the verdict as JSON on stdout")
    .option("--lang <language>", "en or ko")
    .option("-y, --yes", "do not ask before downloading")
    .addHelpText(
      "after",
      "\nExit: 0 all claims proved, 1 a claim failed or a control held, 2 usage, 3 invalid, unknown or environment.\nExample: ./lab run 04 --quick\n",
    )
    .action(async (lab: string, flags: RunFlags) => {
      const progress = io.interactive && !flags.json ? liveProgress(io) : plainProgress(io);
      const context = { ...contextFrom(io, flags), say: progress.say };
      let result: Awaited<ReturnType<typeof runLab>>;
      try {
        result = await runLab(context, {
          lab,
          quick: flags.quick === true,
          seed: flags.seed,
          ...(flags.lang !== undefined && { lang: flags.lang }),
          ...(flags.step && { steps: flags.step }),
          onPlan: progress.onPlan,
          onAction: progress.onAction,
        });
      } finally {
        await progress.end();
      }
      const { engine, images, up, measuring, down } = partsOf(result.run.events);
      io.err(
        `time: engine ${engine} s, images ${images} s, stages up ${up} s, measuring ${measuring} s, down ${down} s\n`,
      );
      if (flags.json) printJson(io, result.verdict);
      else io.out(renderRun(result.run, { lang: flags.lang, env: io.env, colour: io.colour }));
      if (result.page !== undefined) io.err(`the report page is ${result.page}\n`);
      io.setExitCode(io.signal.aborted ? exit.interrupted : verdictExitCode(result.verdict.verdict));
    });
};
