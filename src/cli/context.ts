import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import type { AppContext } from "../app/session.ts";
import { ask } from "./ask.ts";
import type { Io } from "./io.ts";

/** The checkout that this program was built in. */
export const projectRoot = dirname(dirname(fileURLToPath(import.meta.url)));

/** What use cases are called with, from what the verb was called with. */
export function contextFrom(io: Io, flags: { yes?: boolean } = {}): AppContext {
  return {
    root: projectRoot,
    env: io.env,
    say: (line) => io.err(`${line}\n`),
    confirm: ask(io, flags.yes === true),
    signal: io.signal,
  };
}
