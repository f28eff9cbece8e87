import { cleanCheckout } from "../app/clean.ts";
import { contextFrom } from "./context.ts";
import { exit, printJson } from "./io.ts";
import type { Verb } from "./verb.ts";

/** `lab clean`: removes what dead runs left. */
export const clean: Verb = (program, io) => {
  program
    .command("clean")
    .description("remove what dead runs of this checkout left (stages that ./lab up left up are spared)")
    .option("--all", "every run of every checkout, those that are up or running too")
    .option("--json", "what was removed and what is left, as JSON on stdout")
    .action(async (flags: { all?: boolean; json?: boolean }) => {
      const result = await cleanCheckout(contextFrom(io), flags.all === true);
      if (flags.json) {
        printJson(io, result);
      } else {
        const { containers, networks, volumes, cgroups } = result.removed;
        io.out(
          `removed ${containers} containers, ${networks} networks, ${volumes} volumes, ${cgroups} cgroups\n`,
        );
        for (const name of result.left) io.err(`left behind: ${name}\n`);
      }
      if (result.left.length > 0) io.setExitCode(exit.environment);
    });
};
