import { showLogs } from "../app/free-play.ts";
import { contextFrom } from "./context.ts";
import type { Verb } from "./verb.ts";

/** `lab logs SERVER`: what a server of a stage that is up has said. */
export const logs: Verb = (program, io) => {
  program
    .command("logs")
    .argument("<server>", "server or service of the stage that is up")
    .description("what a server of a stage that is up has said")
    .option("--tail <lines>", "how many of the last lines, or all", "100")
    .option("-f, --follow", "go on until Ctrl-C")
    .option("--run <run>", "which one, when several stages are up")
    .addHelpText("after", "\nExample: ./lab logs lb-1 --follow\n")
    .action(async (server: string, flags: { tail: string; follow?: boolean; run?: string }) => {
      const { tail, run } = flags;
      io.setExitCode(await showLogs(contextFrom(io), { server, tail, follow: flags.follow === true, run }));
    });
};
