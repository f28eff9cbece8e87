import type { Lab, Step } from "../model/lab.ts";
import type { AskedFigure, Evidence } from "../model/walk.ts";

const base = { hints: [], treats: [] };

export const steps: Step[] = [
  { ...base, id: "story", kind: "read" },
  { ...base, id: "picture", kind: "show", what: "topology", on: "two" },
  {
    ...base,
    id: "guess",
    kind: "predict",
    metric: "http.failed_ratio",
    subject: { on: "two", during: { step: "kill", phase: "fault" } },
    ask: "interval",
    options: [],
  },
  { ...base, id: "kill", kind: "measure", load: "browse", on: ["one", "two"], repeats: 1 },
  {
    ...base,
    id: "find",
    kind: "verify",
    equals: { fact: "served-by-missing-since", step: "kill" },
    hints: ["look", "compare"],
  },
  { ...base, id: "why", kind: "explain", step: "kill" },
  {
    ...base,
    id: "questions",
    kind: "ask",
    questions: [
      { id: "first", kind: "choice", options: ["a", "b"], answer: "b" },
      { id: "second", kind: "number", options: [], answer: { from: [0.3, 0.4] }, ifWrong: "first" },
      { id: "third", kind: "text", options: [], answer: "Quorum" },
    ],
  },
  { ...base, id: "turn", kind: "do", start: "app-1", on: "two" },
  {
    ...base,
    id: "clock",
    kind: "stopwatch",
    load: "browse",
    on: "two",
    fault: { kind: "kill", targets: { default: "app-1", byStage: {} }, params: {} },
    withinMs: 60_000,
  },
  { ...base, id: "end", kind: "read" },
];

/** A lab with a step of every kind; or with others. */
export function labOf(some: Step[] = steps): Lab {
  return {
    id: "04-two",
    number: "04",
    form: 1,
    title: { en: "Two", ko: "둘" },
    sources: [],
    minutes: 1,
    stages: [
      { alias: "one", stage: "pair" },
      { alias: "two", stage: "pair" },
    ],
    journeys: [],
    loads: [],
    quick: { rate: 1, phases: 1, repeats: 1 },
    steps: some,
    claims: [],
    file: "lab.yaml",
  };
}

export const asked: AskedFigure = {
  metric: "http.failed_ratio",
  on: "two",
  during: "kill/fault",
  value: 0.0779,
  unit: "ratio",
};

/** What a learner's run of `kill` showed. */
export const measured: Evidence = { kill: { run: "r1", asked, missing: ["app-2"] } };
