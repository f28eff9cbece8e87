import { heal as healAll } from "../app/heal.ts";
import { contextFrom } from "./context.ts";
import { exit, printJson } from "./io.ts";
import type { Verb } from "./verb.ts";

/** `lab heal`: takes every fault away. */
export const heal: Verb = (program, io) => {
  program
    .command("heal")
    .description("take every fault away, whoever injected it: by the journal, and by labels alone")
    .option("--run <run>", "only of this run")
    .option("--json", "what was healed, as JSON on stdout")
    .addHelpText("after", "\nExit: 0 nothing is left on, 2 usage, 3 something could not be undone.\n")
    .action(async (flags: { run?: string; json?: boolean }) => {
      const result = await healAll(contextFrom(io), flags.run);
      if (flags.json) printJson(io, result);
      else {
        for (const one of result.healed) io.out(`healed ${one.kind} of ${one.target} (run ${one.run})\n`);
        for (const one of result.swept) io.out(`${one.what} (run ${one.run})\n`);
        for (const one of result.left) io.out(`still on: ${one}\n`);
        if (result.healed.length + result.swept.length + result.left.length === 0) io.out("no fault is on\n");
      }
      if (result.left.length > 0) io.setExitCode(exit.environment);
    });
};
