import { curlStage } from "../app/free-play.ts";
import { contextFrom } from "./context.ts";
import type { Verb } from "./verb.ts";

/** `lab curl PATH`: a request as a user of the stage makes it. */
export const curl: Verb = (program, io) => {
  program
    .command("curl")
    .argument("<words...>", "curl's own words; a path (/feed) is completed to the stage's address")
    .description("ask a stage that is up, as its users do: from their network, with their resolver")
    .option("--run <run>", "which one, when several stages are up")
    .passThroughOptions()
    .allowUnknownOption()
    .addHelpText("after", "\nExit: as curl does.\nExample: ./lab curl -i /healthz\n")
    .action(async (words: string[], flags: { run?: string }) => {
      io.setExitCode(await curlStage(contextFrom(io), { words, run: flags.run }));
    });
};
