import type { Command } from "commander";
import type { Io } from "./io.ts";

/** Adds one verb to the program. */
export type Verb = (program: Command, io: Io) => void;
