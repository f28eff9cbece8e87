import type { ControlVerdict, VerdictName } from "../model/verdict.ts";

/** A report as text without layout: every string is in the reader's language and safe to print. */
export interface ReportView {
  verdict: VerdictName;
  verdictText: string;
  lab: string;
  title: string;
  means: string;
  summary: string;
  reasons: string[];
  claims: ClaimView[];
  steps: StepView[];
  doubts: string[];
  /** Name and content, in order. */
  repeat: [string, string][];
}

export interface ClaimView {
  id: string;
  verdict: VerdictName;
  verdictText: string;
  says: string;
  on: string;
  metric: string;
  value: string;
  expected: string;
  /** Samples, spread, part of the run. */
  basis: string;
  reasons: string[];
  controls: ControlView[];
  noControl?: string;
}

export interface ControlView {
  verdict: ControlVerdict["verdict"];
  /** What it is: a stage without the cure, or one side measured twice. */
  title: string;
  on: string;
  value: string;
  text: string;
}

export interface TableView {
  header: string[];
  rows: string[][];
}

export interface StepView {
  title: string;
  header: string[];
  /** None of a step that only tries commands. */
  stages: { name: string; rows: string[][]; figures: string[] }[];
  commands?: TableView;
  /** What the lab says of it now that it is measured: Markdown. */
  after?: string;
}
