import { type ListedLab, listLabs } from "../app/list-labs.ts";
import { paintWith } from "../text/colour.ts";
import { chooseLanguage, type Language } from "../text/language.ts";
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
    .option("--markdown", "as the table in README.md")
    .option("--lang <language>", "en or ko")
    .action((flags: { json?: boolean; markdown?: boolean; lang?: string }) => {
      const language = chooseLanguage(flags.lang, io.env);
      const labs = listLabs(projectRoot);
      if (flags.json) return printJson(io, labs);
      if (flags.markdown) return io.out(labsTable(labs, language));
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

const tableHead: Record<Language, string> = {
  en: "| lab | the question | time | memory |",
  ko: "| 실습 | 질문 | 시간 | 메모리 |",
};

/** The labs as a table of Markdown, for a page in the checkout's root: where each is, what it answers and costs. */
export function labsTable(labs: readonly ListedLab[], language: Language): string {
  const cell = (text: string) => printableLine(text).replaceAll("|", "\\|");
  const rows = labs.map(({ id, title, question, minutes, bill }) => {
    const link = `[${id.slice(0, 2)} ${cell(title[language])}](labs/${id}/${language}.md)`;
    const time = minutes === null ? "" : `${minutes}${language === "ko" ? "분" : " min"}`;
    const memory = bill.memoryMiB === 0 ? "" : `${(bill.memoryMiB / 1024).toFixed(1)} GiB`;
    return `| ${link} | ${cell(question?.[language] ?? "")} | ${time} | ${memory} |`;
  });
  return [tableHead[language], "|---|---|--:|--:|", ...rows].map((line) => `${line}\n`).join("");
}

function explain(lab: ListedLab, io: Io): void {
  if (lab.problems.length === 0) return;
  io.err(`${lab.id} is ${lab.status}:\n`);
  for (const line of lab.problems.flatMap(problemLines)) io.err(`  ${line}\n`);
}
