import { input } from "@inquirer/prompts";
import { LabError } from "../model/errors.ts";
import type { Asker } from "./ask.ts";

/** Asks a person at a terminal. A Ctrl-C at a question stops the walk, and nothing else. */
export function promptAsker(options: { output: NodeJS.WriteStream; signal: AbortSignal }): Asker {
  return {
    async line(message) {
      try {
        return await input({ message }, options);
      } catch (thrown) {
        // inquirer's own Ctrl-C; it has given the terminal back already
        throw new LabError("interrupted", "stopped at a question", { cause: thrown });
      }
    },
  };
}
