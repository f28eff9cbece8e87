import { styleText } from "node:util";
import { diagnose } from "../app/doctor.ts";
import { contextFrom } from "./context.ts";
import { exit, printJson } from "./io.ts";
import type { Verb } from "./verb.ts";

const marks = { ok: "ok   ", warn: "warn ", error: "ERROR" } as const;
const colours = { ok: "green", warn: "yellow", error: "red" } as const;

/** `lab doctor`: what is missing, and the command that mends it. */
export const doctor: Verb = (program, io) => {
  program
    .command("doctor")
    .description(
      "say what this machine lacks and the command that mends it (exit 3 when something needed is missing)",
    )
    .option("--json", "as JSON on stdout")
    .action(async (flags: { json?: boolean }) => {
      const diagnosis = await diagnose(contextFrom(io, {}));
      if (!diagnosis.ok) io.setExitCode(exit.environment);
      if (flags.json) return printJson(io, diagnosis);
      for (const { state, what, mend } of diagnosis.checks) {
        const mark = io.colour ? styleText(colours[state], marks[state]) : marks[state];
        io.out(`${mark}  ${what}\n`);
        if (mend) io.out(`       -> ${mend}\n`);
      }
    });
};
