import { answersFrom, terminalAsker } from "../app/guide/askers.ts";
import { beginWalk } from "../app/guide/open-walk.ts";
import { importProgress } from "../app/guide/transfer.ts";
import { chooseLanguage } from "../text/language.ts";
import { contextFrom } from "./context.ts";
import { printJson } from "./io.ts";
import type { Verb } from "./verb.ts";
import { walkJson } from "./walk/json.ts";
import { layoutFor } from "./walk/layout.ts";
import { walkOn } from "./walk/loop.ts";
import { verbLines } from "./walk/needs.ts";
import { coverLines, stepLines } from "./walk/page.ts";

interface StartFlags {
  full?: boolean;
  yes?: boolean;
  answers?: string;
  json?: boolean;
  lang?: string;
  import?: string;
}

/** `lab start [N]`: the guided walk through a lab, from where it was left. */
export const start: Verb = (program, io) => {
  program
    .command("start")
    .argument("[lab]", "number (4, 04) or id; the one under way, else the first, when left out")
    .description("walk through a lab step by step: read, guess, measure, see why")
    .option("--full", "measure with full phases and repeats (longer)")
    .option("--answers <file>", "answers, one a line, instead of questions; - takes them from stdin")
    .option("--import <file>", "first take over what ./lab status --export wrote elsewhere")
    .option("--json", "where the walk is and what it needs, as JSON on stdout; does nothing")
    .option("--lang <language>", "en or ko")
    .option("-y, --yes", "do not ask before downloading; skip predictions that nobody makes")
    .addHelpText(
      "after",
      "\nWithout a terminal: shows the step; ./lab next, predict and hint go on one step at a time.\nExample: ./lab start 4\n",
    )
    .action(async (lab: string | undefined, flags: StartFlags) => {
      const language = chooseLanguage(flags.lang, io.env);
      const context = contextFrom(io, flags);
      const taken = flags.import === undefined ? undefined : importProgress(context, flags.import);
      const open = await beginWalk(context, lab, language);
      const quick = !flags.full;
      if (flags.json) return printJson(io, walkJson(open, quick));
      const layout = layoutFor(io, language);
      const print = (lines: readonly string[]) => io.out(`${lines.join("\n")}\n`);
      if (taken) print([layout.strings.walk.imported(open.shown.lab.number, taken.runs)]);
      print(coverLines(open, layout));
      const scripted = flags.answers !== undefined || (flags.yes === true && !io.interactive);
      if (!io.interactive && !scripted) {
        return print([...stepLines(open, layout), ...verbLines(open, quick, layout)]);
      }
      const asker = scripted ? answersFrom(flags.answers) : terminalAsker(process.stderr, io.signal);
      const yes = flags.yes === true;
      await walkOn(scripted ? { ...io, interactive: false } : io, context, open, {
        asker,
        layout,
        quick,
        yes,
        oneStep: false,
      });
    });
};
