import { bench } from "../app/bench.ts";
import { diff as compareStages, diffForms, diffStages } from "../app/diff.ts";
import { LabError } from "../model/errors.ts";
import { benchDefaults, exclusive, partProgress, wholeNumber, widthOf } from "./bench.ts";
import { contextFrom } from "./context.ts";
import { printJson } from "./io.ts";
import type { Verb } from "./verb.ts";

interface DiffFlags {
  json?: boolean;
  markdown?: boolean;
  measure?: boolean;
  quick?: boolean;
  repeats?: string;
  rate?: string;
  seed?: string;
  yes?: boolean;
}

/** `lab diff A B`: what changed from one stage to another, beside what was measured of both. */
export const diff: Verb = (program, io) => {
  program
    .command("diff")
    .argument("<a>", "stage, or stage/variant")
    .argument("<b>", "stage, or stage/variant")
    .description("show what changed from one stage to another, and whether it is better")
    .option("--json", "as JSON on stdout")
    .option("--markdown", "as Markdown on stdout")
    .option("--measure", "run the bench on the two first (what is finished is not measured again)")
    .option("--quick", "with --measure: half as long phases, one repeat unless --repeats says more")
    .option("--repeats <n>", `with --measure: rounds over both stages (default: ${benchDefaults.repeats})`)
    .option("--rate <n>", `with --measure: requests a second (default: ${benchDefaults.rate})`)
    .option("--seed <text>", `with --measure: seed (default: ${benchDefaults.seed})`)
    .option("-y, --yes", "do not ask before downloading")
    .addHelpText("after", "\nExample: ./lab diff scale-out/one-backend scale-out --measure\n")
    .action(async (a: string, b: string, flags: DiffFlags) => {
      const { json, markdown } = flags;
      const form = exclusive({ json, markdown }) as "json" | "markdown" | undefined;
      const stray = (["quick", "repeats", "rate", "seed"] as const).find(
        (name) => flags[name] !== undefined && !flags.measure,
      );
      if (stray) throw new LabError("usage", `--${stray} needs --measure`);
      const progress = partProgress(io);
      const context = { ...contextFrom(io, flags), say: progress.say };
      const words = [a, b] as const;
      await diffStages(context.root, words);
      const measured = flags.measure ? await bench(context, benchOptions(words, flags, progress)) : undefined;
      const result = await compareStages(context, words, measured?.bench);
      if (form === "json") printJson(io, result);
      else io.out(diffForms[form ?? "terminal"](result, { colour: io.colour, ...widthOf() }));
    });
};

function benchOptions(
  stages: readonly string[],
  flags: DiffFlags,
  progress: ReturnType<typeof partProgress>,
) {
  const repeats = flags.repeats ?? (flags.quick ? benchDefaults.quickRepeats : benchDefaults.repeats);
  return {
    stages,
    repeats: wholeNumber(repeats, "--repeats", 100),
    ratePerS: wholeNumber(flags.rate ?? benchDefaults.rate, "--rate", 10_000),
    quick: flags.quick === true,
    seed: flags.seed ?? benchDefaults.seed,
    fresh: false,
    onPart: progress.onPart,
    onAction: progress.onAction,
  };
}
