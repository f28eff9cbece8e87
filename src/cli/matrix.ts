import { matrix as runMatrix } from "../app/matrix.ts";
import { everyCellTold, matrixForms, survivedRule } from "../app/matrix-files.ts";
import { writePage } from "../app/write-page.ts";
import { benchDefaults, exclusive, partProgress, wholeNumber, widthOf } from "./bench.ts";
import { contextFrom } from "./context.ts";
import { exit, printJson } from "./io.ts";
import type { Verb } from "./verb.ts";

interface MatrixFlags {
  faults?: string;
  repeats: string;
  rate: string;
  quick?: boolean;
  seed: string;
  fresh?: boolean;
  json?: boolean;
  markdown?: boolean;
  csv?: boolean;
  html?: string;
  yes?: boolean;
}

const { rate, seed } = benchDefaults;

const sentence = (text: string): string => `${text[0]!.toUpperCase()}${text.slice(1)}.`;

const help = `
A fault strikes what its kind is aimed at: the server of the stage's standard fault, the database's, or the entry's.
process-kill kills the app's process where an app runs, else the web server's, the balancer's or the database's;
dns-lie tells the entry server a wrong address for the first app server; unless they are told otherwise.
Parameters follow a colon: --faults kill,latency:delay=300ms,jitter=20ms,loss:share=5%
${sentence(survivedRule)}
Each cell is a run on a stage that comes up fresh. What is finished is kept: after a Ctrl-C, or with more stages,
faults or repeats, the same command measures only what is missing.
Exit: 0 every cell has figures or a reason why it is not possible, 2 usage, 3 a cell has no sound repeat, or
environment.
Example: ./lab matrix single-server scale-out --faults kill,pause,partition --quick --html matrix.html
`;

/** `lab matrix [STAGE…]`: every fault on every stage, in one grid. */
export const matrix: Verb = (program, io) => {
  program
    .command("matrix")
    .argument("[stages...]", "stage or stage/variant; every stage when left out")
    .description("break stages with every fault and show in one grid what they survive")
    .option("--faults <list>", "kinds of fault, with commas between (default: all that can be had here)")
    .option("--repeats <n>", "rounds over all cells", "1")
    .option("--rate <n>", "requests a second", rate)
    .option("--quick", "half as long baseline and recovery")
    .option("--seed <text>", "the same seed gives the same arrivals and journeys", seed)
    .option("--fresh", "measure again what an earlier matrix finished")
    .option("--json", "as JSON on stdout")
    .option("--markdown", "as Markdown on stdout")
    .option("--csv", "the figures as CSV on stdout")
    .option("--html <file>", "writes a page to this file as well")
    .option("-y, --yes", "do not ask before downloading")
    .addHelpText("after", help)
    .action(async (stages: string[], flags: MatrixFlags) => {
      const { json, markdown, csv } = flags;
      const form = exclusive({ json, markdown, csv }) as "json" | "markdown" | "csv" | undefined;
      const progress = partProgress(io);
      const result = await runMatrix(
        { ...contextFrom(io, flags), say: progress.say },
        {
          stages,
          ...(flags.faults !== undefined && { faults: flags.faults }),
          repeats: wholeNumber(flags.repeats, "--repeats", 100),
          ratePerS: wholeNumber(flags.rate, "--rate", 10_000),
          quick: flags.quick === true,
          seed: flags.seed,
          fresh: flags.fresh === true,
          onPart: progress.onPart,
          onAction: progress.onAction,
        },
      );
      if (form === "json") printJson(io, result);
      else io.out(matrixForms[form ?? "terminal"](result, { colour: io.colour, ...widthOf() }));
      if (flags.html !== undefined) {
        writePage(flags.html, matrixForms.html(result, { colour: false }));
        io.err(`the page is in ${flags.html}\n`);
      }
      io.setExitCode(everyCellTold(result) ? exit.pass : exit.environment);
    });
};
