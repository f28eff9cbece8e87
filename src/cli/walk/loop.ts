import { cleanCheckout } from "../../app/clean.ts";
import { type Advance, giveAnswer, goFurther, measureAgain } from "../../app/guide/advance.ts";
import { type Asker, pagedOut } from "../../app/guide/askers.ts";
import { ownVerb, wordsOf } from "../../app/guide/do-step.ts";
import { askHint } from "../../app/guide/hints.ts";
import { needAt, type OpenWalk, stepAt } from "../../app/guide/open-walk.ts";
import { goToStep } from "../../app/guide/ready.ts";
import type { AppContext } from "../../app/session.ts";
import { down, stagesUp } from "../../app/up.ts";
import { LabError } from "../../model/errors.ts";
import type { Need } from "../../model/walk.ts";
import { alignRows, indented } from "../../text/layout.ts";
import { contextFrom } from "../context.ts";
import type { Io } from "../io.ts";
import { atTheDesk } from "./desk.ts";
import type { WalkLayout } from "./layout.ts";
import { liveOnlooker } from "./live.ts";
import { asksFor, wantedBy } from "./needs.ts";
import { evidenceLines, sectionLines, stepLines } from "./page.ts";
import { endLines, statusLines } from "./status-lines.ts";

export interface LoopOptions {
  asker: Asker;
  layout: WalkLayout;
  quick: boolean;
  /** Defaults instead of questions that have one. */
  yes: boolean;
  /** Until the learner stands at another step; else to the end of the lab. */
  oneStep: boolean;
}

/** Verbs of ours that may be typed at a question: free play at any point. */
const freePlay = new Set(
  "up down sh logs curl watch load break heal storm faults show list report metrics doctor".split(" "),
);

/** Walks on with whoever answers, and shows what there is to see. */
export async function walkOn(
  io: Io,
  context: AppContext,
  begin: OpenWalk,
  options: LoopOptions,
): Promise<OpenWalk> {
  const { layout } = options;
  const print = (lines: readonly string[]) => printPaged(io, lines, layout);
  let open = begin;
  let shownStep = "";
  for (;;) {
    const need = needAt(open);
    if (need.kind === "end") {
      await print(["", ...endLines(context, open, layout)]);
      return open;
    }
    if (shownStep !== open.walk.at) {
      if (options.oneStep && shownStep !== "" && begin.walk.at !== open.walk.at) return open;
      await print(["", ...stepLines(open, layout)]);
      shownStep = open.walk.at;
    }
    const wanted = wantedBy(open, options.quick, layout);
    await print(wanted.lines.length > 0 ? ["", ...wanted.lines, ""] : [""]);
    const text = await answerFor(need, wanted.prompt, options, io.interactive);
    if (text === undefined) return open;
    const word = await deed(text, io, context, open, options, print);
    if (word === "quit") {
      await print(["", layout.strings.walk.stopped]);
      return open;
    }
    if (word) {
      if (word.walk.at !== open.walk.at) shownStep = "";
      open = word;
      continue;
    }
    const result = await step(text, io, context, open, options);
    await print(outcomeLines(open, result, layout));
    open = result.open;
  }
}

/** What is longer than the terminal comes a page at a time, for a person who reads it there. */
export async function printPaged(io: Io, lines: readonly string[], { strings }: WalkLayout): Promise<void> {
  if (io.interactive && process.stdout.isTTY) await pagedOut(lines, strings.walk.more, io.signal);
  else io.out(`${lines.join("\n")}\n`);
}

/** What the learner types; without a person the deeds that need no answer are done at once. */
async function answerFor(
  need: Need,
  prompt: string,
  { asker, yes }: LoopOptions,
  person: boolean,
): Promise<string | undefined> {
  if (need.kind === "guess" && yes && !person) return asker.line(prompt).catch(() => "-");
  if (!person && !asksFor(need)) return "";
  return (await asker.line(prompt)).trim();
}

async function step(
  text: string,
  io: Io,
  context: AppContext,
  open: OpenWalk,
  { asker, layout, quick }: LoopOptions,
): Promise<Advance> {
  const again = text.toLowerCase() === "measure";
  const need = needAt(open);
  if (asksFor(need) && !again) return giveAnswer(context, open, text);
  if (text !== "" && !again) return { open, moved: false, refusal: "nothing-to-answer" };
  if (again || need.kind === "run" || need.kind === "by-hand") await clearTheWay(context, layout);
  const live = liveOnlooker(io, layout);
  try {
    const told = { ...context, say: live.say };
    if (again) return await measureAgain(told, open, { quick, onlooker: live });
    return await goFurther(told, open, {
      quick,
      onlooker: live,
      byHand: (at) => atTheDesk(io, context, at, asker, layout),
    });
  } finally {
    live.end();
  }
}

/**
 * A stage that is up would take the processors that the measured one was promised; so would what is left of a walk that
 * was killed.
 */
export async function clearTheWay(context: AppContext, { strings }: WalkLayout): Promise<void> {
  await cleanCheckout({ ...context, say: () => {} }, false);
  const up = stagesUp(context.root).map(({ stage }) => stage.alias);
  if (up.length === 0) return;
  if (await context.confirm(strings.walk.stageInTheWay(up.join(", ")))) await down(context, { all: true });
}

/** Words that are no answer: help, hints, going back, free play. Nothing when the text is an answer. */
async function deed(
  text: string,
  io: Io,
  context: AppContext,
  open: OpenWalk,
  { layout }: LoopOptions,
  print: (lines: readonly string[]) => Promise<void>,
): Promise<OpenWalk | "quit" | undefined> {
  const { walk } = layout.strings;
  const [first = ""] = wordsOf(text);
  switch (first.toLowerCase()) {
    case "?":
    case "help":
      await print(["", ...alignRows(walk.help).map((line) => `  ${line}`)]);
      return open;
    case "quit":
    case "exit":
    case "q":
      return "quit";
    case "again":
      await print(["", ...stepLines(open, layout)]);
      return open;
    case "status":
      await print(["", ...statusLines(open, layout)]);
      return open;
    case "hint": {
      const { open: after, lines } = await hintNow(context, open, layout);
      await print(["", ...lines]);
      return after;
    }
    case "back": {
      const { lab } = open.shown;
      const before = lab.steps[lab.steps.indexOf(stepAt(open)) - 1];
      return before ? (await goToStep(context, open, before.id)).open : open;
    }
  }
  if (!freePlay.has(first)) return undefined;
  await ownVerb(contextFrom(io), wordsOf(text));
  return open;
}

/** One more hint, as lines. */
export async function hintNow(
  context: AppContext,
  open: OpenWalk,
  layout: WalkLayout,
): Promise<{ open: OpenWalk; lines: string[] }> {
  const { walk } = layout.strings;
  const given = await askHint(context, open);
  if (given.hint === undefined) return { open, lines: [given.of === 0 ? walk.noHint : walk.noMoreHints] };
  const text = sectionLines(open, `${stepAt(open).id} / ${given.hint}`, layout);
  return { open: given.open, lines: [layout.paint.faint(walk.hintNth(given.nth, given.of)), ...text] };
}

/** What came of a deed: why it was not let through, whether an answer was right and why, what was measured. */
export function outcomeLines(before: OpenWalk, result: Advance, layout: WalkLayout): string[] {
  const { strings, paint, width } = layout;
  const step = stepAt(before);
  if (result.refusal) return indented(strings.walk.refusals[result.refusal], "  ", width).map(paint.doubtful);
  if (result.answered) {
    const { question, right } = result.answered;
    const head = right ? paint.good(strings.walk.right) : paint.doubtful(strings.walk.notRight);
    return ["", head, ...sectionLines(before, `${step.id} / ${question} / answer`, layout), ""];
  }
  if (result.measured !== undefined) return evidenceLines(result.open, step, layout);
  return [];
}

/** Whoever has no terminal is told what the step needs instead of being asked. */
export function needsAnswer(prompt: string): LabError {
  return new LabError("usage", `the step needs an answer: ${prompt}`, { next: "./lab next --answer TEXT" });
}
