import { Command } from "commander";
import type { Io } from "./io.ts";

/** Adds one verb to the program. */
export type Verb = (program: Command, io: Io) => void;

const verbs: Verb[] = [];

/** The command-line program: one file of this room per verb. */
export function createProgram(io: Io, version: string): Command {
  const program = new Command("lab")
    .description(
      "Brings up stages of a web service's architecture in real containers, breaks and measures them.",
    )
    .version(version)
    .exitOverride()
    .configureOutput({ writeOut: io.out, writeErr: io.err })
    .showSuggestionAfterError(true)
    .showHelpAfterError("(./lab --help lists the verbs)");
  for (const verb of verbs) verb(program, io);
  return program;
}
