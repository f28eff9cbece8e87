import { down as takeDown } from "../app/up.ts";
import { contextFrom } from "./context.ts";
import { exit, printJson } from "./io.ts";
import type { Verb } from "./verb.ts";

/** `lab down`: takes down what `up` left. */
export const down: Verb = (program, io) => {
  program
    .command("down")
    .description("take down the stage that ./lab up left up")
    .option("--run <id>", "which one, when several are up")
    .option("--all", "every stage of this checkout that is up")
    .option("--json", "what was removed, as JSON on stdout")
    .action(async (flags: { run?: string; all?: boolean; json?: boolean }) => {
      const results = await takeDown(contextFrom(io), {
        all: flags.all === true,
        ...(flags.run !== undefined && { run: flags.run }),
      });
      const left = results.flatMap((result) => result.left);
      if (flags.json) printJson(io, results);
      else for (const result of results) io.out(`${result.run} is down\n`);
      for (const name of left) io.err(`left behind: ${name}\n`);
      if (left.length > 0) io.setExitCode(exit.environment);
    });
};
