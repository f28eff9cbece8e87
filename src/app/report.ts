import type { LabVerdict } from "../model/verdict.ts";
import { renderCsv } from "../report/csv.ts";
import type { FinishedRun } from "../report/finished-run.ts";
import { renderJunit } from "../report/junit.ts";
import { renderMarkdown } from "../report/markdown.ts";
import type { RunRecord } from "../report/run-record.ts";
import { renderTerminal } from "../report/terminal.ts";
import { chooseLanguage, type Language } from "../text/language.ts";
import { readRecord } from "./read-record.ts";
import { findRun } from "./read-run.ts";
import { runsDir } from "./run-folder.ts";

export interface RenderOptions {
  /** As the user typed it; the locale decides when absent. */
  lang?: string | undefined;
  env: NodeJS.ProcessEnv;
  colour: boolean;
  /** Columns of the terminal. */
  width?: number;
}

/** A finished run's report for a terminal. */
export function renderRun(run: FinishedRun, { lang, env, colour, width }: RenderOptions): string {
  const language = chooseLanguage(lang, env);
  return renderTerminal(run, { language, colour, ...(width === undefined ? {} : { width }) });
}

/** A run's page. What draws it is loaded only here: no other verb waits for it. */
export async function renderPage(record: RunRecord, language: Language): Promise<string> {
  const { renderHtml } = await import("../report/html.ts");
  return renderHtml(record, { language });
}

/** A report rendered again from a run's folder. */
export interface Report {
  verdict: LabVerdict;
  terminal: () => string;
  markdown: () => string;
  html: () => Promise<string>;
  junit: () => string;
  csv: () => string;
  /** False when the run was killed before it was measured and judged: what is there was measured now. */
  complete: boolean;
}

/** Reads the latest run of a checkout, or the one that was asked for; needs no engine. */
export async function readReport(
  root: string,
  asked: string | undefined,
  options: RenderOptions,
): Promise<Report> {
  // before anything is read: a wrong --lang is the user's first mistake to hear of
  const language = chooseLanguage(options.lang, options.env);
  const { record, complete } = await readRecord(await findRun(runsDir(root), asked));
  return {
    verdict: record.verdict,
    terminal: () => renderRun(record, options),
    markdown: () => renderMarkdown(record, { language }),
    html: () => renderPage(record, language),
    junit: () => renderJunit(record, { language }),
    csv: () => renderCsv(record),
    complete,
  };
}
