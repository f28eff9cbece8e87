import { confirm } from "@inquirer/prompts";
import { LabError } from "../model/errors.ts";
import type { Confirm } from "../model/progress.ts";
import type { Io } from "./io.ts";

/** Asks in a terminal; with `--yes`, in CI or without a terminal the answer is yes. */
export function ask(io: Io, yes: boolean): Confirm {
  if (yes || !io.interactive) return async () => true;
  return async (question) => {
    try {
      return await confirm(
        { message: question, default: true },
        { output: process.stderr, signal: io.signal },
      );
    } catch (thrown) {
      // inquirer's own Ctrl-C
      throw new LabError("interrupted", "stopped at a question", { cause: thrown });
    }
  };
}
