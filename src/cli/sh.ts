import { shellIn } from "../app/free-play.ts";
import { contextFrom } from "./context.ts";
import type { Verb } from "./verb.ts";

/** `lab sh SERVER`: a shell, or a command, in a server of a stage that is up. */
export const sh: Verb = (program, io) => {
  program
    .command("sh")
    .argument("<server>", "server or service of the stage that is up")
    .argument("[command...]", "a command instead of a shell")
    .description("a shell (or a command) in a server of a stage that is up")
    .option("--run <run>", "which one, when several stages are up")
    .option("-i, --stdin", "give the command what comes on stdin; without it a loop's input is left alone")
    .passThroughOptions()
    .addHelpText(
      "after",
      "\nExit: as the command does.\nExample: ./lab sh app-1 cat /proc/loadavg\n         ./lab sh --stdin db-1 sql < FILE\n",
    )
    .action(async (server: string, command: string[], flags: { run?: string; stdin?: boolean }) => {
      const terminal = Boolean(process.stdin.isTTY && process.stdout.isTTY);
      io.setExitCode(
        await shellIn(contextFrom(io), {
          server,
          command,
          run: flags.run,
          terminal,
          input: Boolean(flags.stdin),
        }),
      );
    });
};
