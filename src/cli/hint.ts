import { askHint } from "../app/guide/hints.ts";
import { openWalk, stepAt } from "../app/guide/open-walk.ts";
import { chooseLanguage } from "../text/language.ts";
import { contextFrom } from "./context.ts";
import { printJson } from "./io.ts";
import type { Verb } from "./verb.ts";
import { layoutFor } from "./walk/layout.ts";
import { hintNow } from "./walk/loop.ts";

/** `lab hint`: one more hint for the current step. */
export const hint: Verb = (program, io) => {
  program
    .command("hint")
    .description("one more hint for the current step")
    .option("--json", "as JSON on stdout")
    .option("--lang <language>", "en or ko")
    .action(async (flags: { json?: boolean; lang?: string }) => {
      const language = chooseLanguage(flags.lang, io.env);
      const context = contextFrom(io);
      const open = await openWalk(context, language);
      if (flags.json) {
        const { id } = stepAt(open);
        const { open: _, ...given } = await askHint(context, open);
        const text = open.shown.texts.sections.get(`${id} / ${given.hint ?? ""}`)?.body ?? null;
        return printJson(io, { step: id, ...given, hint: given.hint ?? null, text });
      }
      io.out(`${(await hintNow(context, open, layoutFor(io, language))).lines.join("\n")}\n`);
    });
};
