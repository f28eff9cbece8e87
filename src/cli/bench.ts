import { bench as runBench } from "../app/bench.ts";
import { benchForms, everyStageMeasured } from "../app/bench-files.ts";
import { writePage } from "../app/write-page.ts";
import { LabError } from "../model/errors.ts";
import { contextFrom } from "./context.ts";
import type { Io } from "./io.ts";
import { exit, printJson } from "./io.ts";
import { plainProgress } from "./run-progress.ts";
import type { Verb } from "./verb.ts";

interface BenchFlags {
  repeats?: string;
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

/** The same seed by default, so that a bench goes on where an earlier one stopped. */
export const benchDefaults = { repeats: "3", quickRepeats: "1", rate: "60", seed: "1" };

/** A whole number within bounds; throws LabError("usage") with the option's name. */
export function wholeNumber(text: string, option: string, most: number): number {
  const value = Number(text);
  if (/^\d+$/.test(text) && value >= 1 && value <= most) return value;
  throw new LabError("usage", `${option} ${text}: not a whole number from 1 to ${most}`);
}

/** At most one of these flags; throws LabError("usage") otherwise. */
export function exclusive(flags: Record<string, boolean | undefined>): string | undefined {
  const given = Object.keys(flags).filter((name) => flags[name]);
  if (given.length > 1) {
    throw new LabError("usage", `${given.map((name) => `--${name}`).join(" and ")} exclude each other`, {
      next: "choose one of them",
    });
  }
  return given[0];
}

/** Progress of what is measured in parts: each part, then its actions, a line each. */
export function partProgress(io: Io) {
  const progress = plainProgress(io);
  return {
    say: progress.say,
    onAction: progress.onAction,
    onPart: (title: string, at: number, of: number, plan: { run: string }) =>
      progress.say(`part ${at} of ${of}: ${title} (run ${plan.run})`),
  };
}

/** `lab bench [STAGE…]`: the same workload on several stages, with spread. */
export const bench: Verb = (program, io) => {
  program
    .command("bench")
    .argument("[stages...]", "stage or stage/variant; every stage when left out")
    .description("measure stages under the same workload and compare them, with the spread of repeats")
    .option("--repeats <n>", `rounds over all stages (default: ${benchDefaults.repeats}; 1 with --quick)`)
    .option("--rate <n>", "requests a second of the equal-rate load", benchDefaults.rate)
    .option("--quick", "half as long phases, one repeat unless --repeats says more")
    .option("--seed <text>", "the same seed gives the same arrivals and journeys", benchDefaults.seed)
    .option("--fresh", "measure again what an earlier bench finished")
    .option("--json", "as JSON on stdout")
    .option("--markdown", "as Markdown on stdout")
    .option("--csv", "the rows as CSV on stdout")
    .option("--html <file>", "writes a page to this file as well")
    .option("-y, --yes", "do not ask before downloading")
    .addHelpText(
      "after",
      "\nWhat is finished is kept: after a Ctrl-C, or with more stages or repeats, the same command measures only what is missing." +
        "\nExit: 0 every stage has figures, 2 usage, 3 a stage has no sound repeat, or environment.\nExample: ./lab bench single-server scale-out scale-out/one-backend --html bench.html\n",
    )
    .action(async (stages: string[], flags: BenchFlags) => {
      const { json, markdown, csv } = flags;
      const form = exclusive({ json, markdown, csv }) as "json" | "markdown" | "csv" | undefined;
      const repeats = flags.repeats ?? (flags.quick ? benchDefaults.quickRepeats : benchDefaults.repeats);
      const progress = partProgress(io);
      const result = await runBench(
        { ...contextFrom(io, flags), say: progress.say },
        {
          stages,
          repeats: wholeNumber(repeats, "--repeats", 100),
          ratePerS: wholeNumber(flags.rate, "--rate", 10_000),
          quick: flags.quick === true,
          seed: flags.seed,
          fresh: flags.fresh === true,
          onPart: progress.onPart,
          onAction: progress.onAction,
        },
      );
      if (form === "json") printJson(io, result);
      else io.out(benchForms[form ?? "terminal"](result, { colour: io.colour, ...widthOf() }));
      if (flags.html !== undefined) {
        writePage(flags.html, benchForms.html(result, { colour: false }));
        io.err(`the page is in ${flags.html}\n`);
      }
      io.setExitCode(everyStageMeasured(result) ? exit.pass : exit.environment);
    });
};

/** Columns of the terminal that stdout is; nothing elsewhere. */
export function widthOf(): { width?: number } {
  return process.stdout.columns ? { width: process.stdout.columns } : {};
}
