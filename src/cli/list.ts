import { type ListedLab, listLabs } from "../app/list-labs.ts";
import { paintWith } from "../text/colour.ts";
import { chooseLanguage } from "../text/language.ts";
import { alignRows } from "../text/layout.ts";
import { printableLine } from "../text/printable.ts";
import { projectRoot } from "./context.ts";
import { type Io, printJson } from "./io.ts";
import { problemLines } from "./problems.ts";
import type { Verb } from "./verb.ts";

/** `lab list`: every lab, what it asks of the machine, and how it stands. */
export const list: Verb = (program, io) => {
  program
    .command("list")
    .description("the labs there are")
    .option("--json", "as JSON on stdout")
    .option("--lang <language>", "en or ko")
    .action((flags: { json?: boolean; lang?: string }) => {
      const language = chooseLanguage(flags.lang, io.env);
      const labs = listLabs(projectRoot);
      if (flags.json) return printJson(io, labs);
      const paint = paintWith(io.colour);
      const rows = labs.map((lab) => [
        lab.id,
        printableLine(lab.title[language]),
        lab.minutes === null ? "" : `${lab.minutes} min`,
        lab.status === "broken" ? "" : `${lab.bill.memoryMiB} MiB, ${lab.bill.containers} containers`,
        lab.lastRun ? `${lab.status}, last run: ${lab.lastRun.verdict}` : lab.status,
      ]);
      for (const [index, line] of alignRows(rows).entries()) {
        io.out(`${labs[index]?.status === "broken" ? paint.bad(line) : line}\n`);
      }
      if (labs.length === 0) io.out("there are no labs under labs/\n");
      for (const lab of labs) explain(lab, io);
    });
};

function explain(lab: ListedLab, io: Io): void {
  if (lab.problems.length === 0) return;
  io.err(`${lab.id} is ${lab.status}:\n`);
  for (const line of lab.problems.flatMap(problemLines)) io.err(`  ${line}\n`);
}
