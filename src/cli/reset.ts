import { forgetAll, forgetLab, toForget } from "../app/guide/reset.ts";
import { chooseLanguage } from "../text/language.ts";
import { contextFrom } from "./context.ts";
import { printJson } from "./io.ts";
import type { Verb } from "./verb.ts";
import { layoutFor } from "./walk/layout.ts";

interface ResetFlags {
  all?: boolean;
  json?: boolean;
  lang?: string;
  yes?: boolean;
}

/** `lab reset [N]`: forgets a lab's steps and guesses. */
export const reset: Verb = (program, io) => {
  program
    .command("reset")
    .argument("[lab]", "number or id; the one under way when left out")
    .description("forget your steps and guesses in a lab; runs stay, and the old state is kept aside")
    .option("--all", "everything of yours, even if its file is damaged")
    .option("--json", "what was forgotten, as JSON on stdout")
    .option("--lang <language>", "en or ko")
    .option("-y, --yes", "do not ask")
    .action(async (lab: string | undefined, flags: ResetFlags) => {
      const { strings } = layoutFor(io, chooseLanguage(flags.lang, io.env));
      const { walk } = strings;
      const context = contextFrom(io, flags);
      const id = flags.all ? walk.resetAll : toForget(context, lab);
      if (id === undefined) {
        if (flags.json) return printJson(io, { forgotten: null, aside: null });
        return io.out(`${walk.resetNothing}\n`);
      }
      if (!(await context.confirm(walk.resetAsk(id)))) return;
      const aside = flags.all ? forgetAll(context) : forgetLab(context, id);
      if (flags.json)
        return printJson(io, { forgotten: aside === undefined ? null : id, aside: aside ?? null });
      io.out(`${aside === undefined ? walk.resetNothing : walk.resetDone(id, aside)}\n`);
    });
};
