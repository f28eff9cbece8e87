import { type Advance, giveAnswer, goFurther, measureAgain } from "../app/guide/advance.ts";
import { answersFrom, terminalAsker } from "../app/guide/askers.ts";
import { needAt, type OpenWalk, openWalk } from "../app/guide/open-walk.ts";
import type { AppContext } from "../app/session.ts";
import { chooseLanguage } from "../text/language.ts";
import { contextFrom } from "./context.ts";
import { exit, type Io, printJson } from "./io.ts";
import { plainProgress } from "./run-progress.ts";
import type { Verb } from "./verb.ts";
import { atTheDesk } from "./walk/desk.ts";
import { advanceJson } from "./walk/json.ts";
import { layoutFor, type WalkLayout } from "./walk/layout.ts";
import { liveOnlooker } from "./walk/live.ts";
import { clearTheWay, needsAnswer, outcomeLines, printPaged, walkOn } from "./walk/loop.ts";
import { asksFor, verbLines, wantedBy } from "./walk/needs.ts";
import { stepLines } from "./walk/page.ts";
import { endLines } from "./walk/status-lines.ts";

interface NextFlags {
  answer?: string;
  answers?: string;
  again?: boolean;
  full?: boolean;
  yes?: boolean;
  json?: boolean;
  lang?: string;
}

/** `lab next`: does what the current step needs, or goes on to the next one. */
export const next: Verb = (program, io) => {
  program
    .command("next")
    .description("do what the current step needs, and go on when its check passes")
    .option("--answer <text>", "the answer that the step asks for")
    .option("--answers <file>", "for what is done by hand: lines to type; - takes them from stdin")
    .option("--again", "measure the step once more, such as after a disturbance")
    .option("--full", "measure with full phases and repeats (longer)")
    .option("--json", "what came of it, where the walk is and what it needs, as JSON on stdout")
    .option("--lang <language>", "en or ko")
    .option("-y, --yes", "do not ask before downloading; skip a prediction that nobody makes")
    .addHelpText(
      "after",
      "\nExit: 0 done, 1 the answer was not let through, 2 an answer is needed, 3 not measured.\n",
    )
    .action(async (flags: NextFlags) => {
      const language = chooseLanguage(flags.lang, io.env);
      const context = contextFrom(io, flags);
      const open = await openWalk(context, language);
      const layout = layoutFor(io, language);
      const quick = !flags.full;
      if (
        io.interactive &&
        !flags.json &&
        flags.answer === undefined &&
        flags.answers === undefined &&
        !flags.again
      ) {
        const asker = terminalAsker(process.stderr, io.signal);
        const after = await walkOn(io, context, open, {
          asker,
          layout,
          quick,
          yes: flags.yes === true,
          oneStep: true,
        });
        if (after.walk.at !== open.walk.at) await printPaged(io, ["", ...stepLines(after, layout)], layout);
        return;
      }
      await once(io, context, open, flags, layout);
    });
};

async function once(
  io: Io,
  context: AppContext,
  open: OpenWalk,
  flags: NextFlags,
  layout: WalkLayout,
): Promise<void> {
  const result = await oneDeed({ ...io, interactive: false }, context, open, flags, layout);
  tell(io, context, open, result, { layout, json: flags.json === true, quick: !flags.full });
}

async function oneDeed(
  io: Io,
  context: AppContext,
  open: OpenWalk,
  flags: NextFlags,
  layout: WalkLayout,
): Promise<Advance> {
  const quick = !flags.full;
  const need = needAt(open);
  if (flags.answer !== undefined && !flags.again) return giveAnswer(context, open, flags.answer);
  if (need.kind === "guess" && flags.yes && !flags.again) return giveAnswer(context, open, "-");
  if (asksFor(need) && !flags.again) throw needsAnswer(wantedBy(open, quick, layout).prompt);
  if (need.kind === "end" && !flags.again) return { open, moved: false };
  const live = flags.json ? plainProgress(io) : liveOnlooker(io, layout);
  try {
    if (flags.again || need.kind === "run" || need.kind === "by-hand") await clearTheWay(context, layout);
    const told = { ...context, say: live.say };
    if (flags.again) return await measureAgain(told, open, { quick, onlooker: live });
    return await goFurther(told, open, {
      quick,
      onlooker: live,
      byHand: (at) => atTheDesk(io, context, at, answersFrom(flags.answers), layout),
    });
  } finally {
    await live.end();
  }
}

/** Says what came of a deed, and what comes next. */
export function tell(
  io: Io,
  context: AppContext,
  before: OpenWalk,
  result: Advance,
  { layout, json, quick }: { layout: WalkLayout; json: boolean; quick: boolean },
): void {
  if (result.refusal) io.setExitCode(exit.fail);
  if (json) {
    printJson(io, advanceJson(result, quick));
    return;
  }
  const over = needAt(result.open).kind === "end";
  const lines = [
    ...outcomeLines(before, result, layout),
    ...(over ? endLines(context, result.open, layout) : result.moved ? stepLines(result.open, layout) : []),
    ...(over ? [] : verbLines(result.open, quick, layout)),
  ];
  io.out(`${lines.join("\n")}\n`);
}
