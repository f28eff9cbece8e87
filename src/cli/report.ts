import { type Report, readReport } from "../app/report.ts";
import { writePage } from "../app/write-page.ts";
import { LabError } from "../model/errors.ts";
import { projectRoot } from "./context.ts";
import { type Io, printJson } from "./io.ts";
import type { Verb } from "./verb.ts";

interface ReportFlags {
  json?: boolean;
  markdown?: boolean;
  html?: string;
  junit?: string;
  csv?: string;
  lang?: string;
}

const files = ["html", "junit", "csv"] as const;

/** `lab report [RUN]`: a run's report again, from its folder alone. */
export const report: Verb = (program, io) => {
  program
    .command("report")
    .argument("[run]", "run id (a folder below runs/); the latest when left out")
    .description("show a run's report again; needs no engine")
    .option("--json", "the verdict as JSON on stdout")
    .option("--markdown", "as Markdown on stdout")
    .option("--html <file>", "the page, into this file (- is stdout)")
    .option("--junit <file>", "claims and controls as JUnit XML, into this file (- is stdout)")
    .option("--csv <file>", "every figure as CSV, into this file (- is stdout)")
    .option("--lang <language>", "en or ko")
    .addHelpText(
      "after",
      "\nExamples: ./lab report --html report.html\n          ./lab report 20261128-120057-8332 --junit report.xml --csv figures.csv\n",
    )
    .action(async (run: string | undefined, flags: ReportFlags) => {
      checkForms(flags);
      const { lang } = flags;
      const found = await readReport(projectRoot, run, { lang, env: io.env, colour: io.colour });
      if (!found.complete) io.err("this run did not come to its end: measured what its record holds\n");
      for (const form of files) await give(io, form, flags[form], found);
      if (flags.json) printJson(io, found.verdict);
      else if (flags.markdown) io.out(found.markdown());
      else if (files.every((form) => flags[form] === undefined)) io.out(found.terminal());
    });
};

/** One thing at most goes to stdout. */
function checkForms(flags: ReportFlags): void {
  const onStdout = [
    ...(["json", "markdown"] as const).filter((form) => flags[form]),
    ...files.filter((form) => flags[form] === "-"),
  ];
  if (onStdout.length > 1) {
    throw new LabError("usage", `--${onStdout.join(" and --")} exclude each other on stdout`, {
      next: "choose one of them, or name a file",
    });
  }
}

async function give(
  io: Io,
  form: (typeof files)[number],
  file: string | undefined,
  found: Report,
): Promise<void> {
  if (file === undefined) return;
  const text = await found[form]();
  if (file === "-") {
    io.out(text);
    return;
  }
  writePage(file, text, `name a file in a folder that is there and writable: --${form} FILE`);
  io.err(`the report is in ${file}\n`);
}
