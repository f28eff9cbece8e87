import { giveAnswer } from "../app/guide/advance.ts";
import { terminalAsker } from "../app/guide/askers.ts";
import { needAt, openWalk, stepAt } from "../app/guide/open-walk.ts";
import { LabError } from "../model/errors.ts";
import { chooseLanguage } from "../text/language.ts";
import { contextFrom } from "./context.ts";
import { tell } from "./next.ts";
import type { Verb } from "./verb.ts";
import { layoutFor } from "./walk/layout.ts";
import { needsAnswer } from "./walk/loop.ts";
import { wantedBy } from "./walk/needs.ts";
import { stepLines } from "./walk/page.ts";

/** `lab predict`: what the learner believes, before it is measured. */
export const predict: Verb = (program, io) => {
  program
    .command("predict")
    .argument("[guess...]", "lowest and highest (1.5 2.5), a number, or an option")
    .description("say what you believe before it is measured; scored by the interval")
    .option("--json", "where the walk is then, as JSON on stdout")
    .option("--lang <language>", "en or ko")
    .action(async (words: string[], flags: { json?: boolean; lang?: string }) => {
      const language = chooseLanguage(flags.lang, io.env);
      const context = contextFrom(io);
      const open = await openWalk(context, language);
      const layout = layoutFor(io, language);
      if (needAt(open).kind !== "guess") {
        throw new LabError("usage", `the step "${stepAt(open).id}" asks for no prediction`, {
          next: "./lab next goes on; a prediction that was made stays as it is",
        });
      }
      const { prompt } = wantedBy(open, true, layout);
      let text = words.join(" ");
      if (text === "") {
        if (!io.interactive || flags.json) throw needsAnswer(prompt);
        io.out(`${stepLines(open, layout).join("\n")}\n\n`);
        text = await terminalAsker(process.stderr, io.signal).line(prompt);
      }
      tell(io, context, open, await giveAnswer(context, open, text), {
        layout,
        json: flags.json === true,
        quick: true,
      });
    });
};
