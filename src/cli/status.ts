import { learner, openWalk } from "../app/guide/open-walk.ts";
import { standingOf } from "../app/guide/standing.ts";
import { exportProgress } from "../app/guide/transfer.ts";
import { chooseLanguage } from "../text/language.ts";
import { contextFrom } from "./context.ts";
import { printJson } from "./io.ts";
import type { Verb } from "./verb.ts";
import { walkJson } from "./walk/json.ts";
import { layoutFor } from "./walk/layout.ts";
import { statusLines } from "./walk/status-lines.ts";

/** `lab status`: where the learner is, and how the guesses fare. */
export const status: Verb = (program, io) => {
  program
    .command("status")
    .description("where you are in the walk, and how your guesses fare")
    .option("--export <file>", "everything in one file, for another machine: ./lab start --import FILE")
    .option("--json", "as JSON on stdout")
    .option("--lang <language>", "en or ko")
    .action(async (flags: { export?: string; json?: boolean; lang?: string }) => {
      const language = chooseLanguage(flags.lang, io.env);
      const context = contextFrom(io);
      const layout = layoutFor(io, language);
      if (flags.export !== undefined) {
        const written = await exportProgress(context, flags.export);
        if (flags.json) return printJson(io, written);
        return io.out(`${layout.strings.walk.exported(written.file, written.runs)}\n`);
      }
      if (learner(context).lab === null) {
        if (flags.json) return printJson(io, { lab: null });
        return io.out(`${layout.strings.walk.status.none}\n`);
      }
      const open = await openWalk(context, language);
      if (flags.json) return printJson(io, { ...walkJson(open, true), ...standingOf(open) });
      io.out(`${statusLines(open, layout).join("\n")}\n`);
    });
};
