import { beginWalk, type OpenWalk, openWalk } from "../app/guide/open-walk.ts";
import { goToStep, makeReady } from "../app/guide/ready.ts";
import { chooseLanguage } from "../text/language.ts";
import { contextFrom } from "./context.ts";
import { printJson } from "./io.ts";
import type { Verb } from "./verb.ts";
import { walkJson } from "./walk/json.ts";
import { layoutFor } from "./walk/layout.ts";
import { verbLines } from "./walk/needs.ts";
import { stepLines } from "./walk/page.ts";

interface GotoFlags {
  ready?: boolean;
  json?: boolean;
  lang?: string;
  yes?: boolean;
}

/** `lab goto N|STEP`: another lab, or another step of this one. */
export const goTo: Verb = (program, io) => {
  program
    .command("goto")
    .argument("<where>", "a lab (4, 04-scale-out), a step of the lab under way, or both: 4/kill-one")
    .description("go to another lab or step; ahead only past steps that are done")
    .option("--ready", "make up for the steps before it and bring its stage up, in good order")
    .option("--json", "where the walk is then, as JSON on stdout")
    .option("--lang <language>", "en or ko")
    .option("-y, --yes", "do not ask before downloading")
    .addHelpText("after", "\nExample: ./lab goto kill-one --ready\n")
    .action(async (where: string, flags: GotoFlags) => {
      const language = chooseLanguage(flags.lang, io.env);
      const context = contextFrom(io, flags);
      const layout = layoutFor(io, language);
      const { walk } = layout.strings;
      const [lab, inLab] = /^\d/.test(where) ? where.split("/") : [undefined, where];
      let open: OpenWalk = await (lab === undefined
        ? openWalk(context, language)
        : beginWalk(context, lab, language));
      const step = inLab ?? (flags.ready ? open.walk.at : undefined);
      const gone =
        step === undefined
          ? { open, madeUp: 0 }
          : await (flags.ready ? makeReady(context, open, step) : goToStep(context, open, step));
      open = gone.open;
      const stage = "stage" in gone ? gone.stage : undefined;
      if (flags.json) {
        return printJson(io, { madeUp: gone.madeUp, stage: stage ?? null, ...walkJson(open, true) });
      }
      io.out(
        `${[
          ...stepLines(open, layout),
          "",
          ...(gone.madeUp > 0 ? [walk.madeUp(gone.madeUp)] : []),
          ...(stage ? [walk.readyStage(stage.alias, stage.url)] : []),
          ...verbLines(open, true, layout),
        ].join("\n")}\n`,
      );
    });
};
