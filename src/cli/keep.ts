import { keep as keepFaults } from "../app/keeper.ts";
import { contextFrom } from "./context.ts";
import type { Verb } from "./verb.ts";

/** `lab keep`: the process that undoes a controller's faults when their time is up or it has died. Not for people. */
export const keep: Verb = (program, io) => {
  program
    .command("keep", { hidden: true })
    .argument("<run>")
    .argument("<pid>")
    .argument("<started>")
    .action(async (run: string, pid: string, started: string) => {
      await keepFaults(contextFrom(io), run, { pid: Number(pid), started });
    });
};
