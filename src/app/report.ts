import type { LabVerdict } from "../model/verdict.ts";
import type { FinishedRun } from "../report/finished-run.ts";
import { renderMarkdown } from "../report/markdown.ts";
import { renderTerminal } from "../report/terminal.ts";
import { chooseLanguage } from "../text/language.ts";
import { findRun, readRun } from "./read-run.ts";
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

/** A report rendered again from a run's folder. */
export interface Report {
  verdict: LabVerdict;
  terminal: () => string;
  markdown: () => string;
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
  const { run, complete } = await readRun(await findRun(runsDir(root), asked));
  return {
    verdict: run.verdict,
    terminal: () => renderRun(run, options),
    markdown: () => renderMarkdown(run, { language }),
    complete,
  };
}
