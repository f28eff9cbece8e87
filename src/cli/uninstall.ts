import { planUninstall, uninstall as removeAll, type UninstallPlan } from "../app/uninstall.ts";
import { LabError } from "../model/errors.ts";
import { contextFrom } from "./context.ts";
import { exit, type Io } from "./io.ts";
import type { Verb } from "./verb.ts";

const mebibytes = (bytes: number) => `${Math.ceil(bytes / 2 ** 20)} MiB`;

function show(plan: UninstallPlan, io: Io): boolean {
  for (const entry of plan.entries) io.out(`${mebibytes(entry.bytes).padStart(10)}  ${entry.path}\n`);
  for (const image of plan.images) io.out(`${mebibytes(image.bytes).padStart(10)}  image ${image.tag}\n`);
  if (plan.host)
    io.out(`${"".padStart(10)}  every container, network and volume labelled io.stagecraft.run\n`);
  for (const name of plan.packages.free)
    io.out(`${"".padStart(10)}  apt package ${name}, which we installed\n`);
  return plan.entries.length + plan.images.length + plan.packages.free.length > 0 || plan.host;
}

/** `lab uninstall`: removes everything we ever put on the machine, this checkout aside. */
export const uninstall: Verb = (program, io) => {
  program
    .command("uninstall")
    .description(
      "remove everything Stagecraft put on this machine: engine, images, data (shows sizes, asks first)",
    )
    .option("-y, --yes", "do not ask")
    .addHelpText(
      "after",
      "\nThe checkout itself (with node_modules, dist and runs) is a folder: delete it when you like.\n",
    )
    .action(async (flags: { yes?: boolean }) => {
      const context = contextFrom(io, flags);
      const plan = await planUninstall(context);
      if (!show(plan, io)) return io.out("nothing to remove\n");
      // everywhere else no terminal means yes; what deletes must be told so
      if (!io.interactive && !flags.yes) {
        throw new LabError("usage", "nothing removed: there is no terminal to ask in", {
          next: "./lab uninstall --yes",
        });
      }
      if (!(await context.confirm("Remove all of it, and stop what runs?")))
        return io.out("nothing removed\n");
      const left = await removeAll(context, plan);
      for (const what of left) io.err(`left: ${what}\n`);
      io.out("removed\n");
      if (left.length > 0) io.setExitCode(exit.environment);
    });
};
