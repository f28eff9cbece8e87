import { up as bringUp } from "../app/up.ts";
import { contextFrom } from "./context.ts";
import { printJson } from "./io.ts";
import type { Verb } from "./verb.ts";

/** `lab up STAGE`: brings a stage up and leaves it up. */
export const up: Verb = (program, io) => {
  program
    .command("up")
    .argument("<stage>", "stage, or stage/variant")
    .description("bring a stage up and leave it up until ./lab down")
    .option("--variant <name>", "variant of the stage")
    .option("--json", "what is up, as JSON on stdout")
    .option("-y, --yes", "do not ask before downloading")
    .addHelpText("after", "\nExample: ./lab up scale-out, then ./lab up scale-out/no-health-check\n")
    .action(async (words: string, flags: { variant?: string; json?: boolean; yes?: boolean }) => {
      const [stage = "", variant = flags.variant] = words.split("/");
      const result = await bringUp(contextFrom(io, flags), {
        stage,
        ...(variant !== undefined && { variant }),
      });
      if (flags.json) return printJson(io, result);
      io.out(`${words} is up: ${result.url} (run ${result.run})\n`);
      for (const server of result.servers)
        io.out(`  ${server.name} (${server.type}): ${server.containers.join(", ")}\n`);
      io.out("./lab down takes it down\n");
    });
};
