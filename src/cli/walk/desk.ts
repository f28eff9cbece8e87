import { type Asker, typingConsole } from "../../app/guide/askers.ts";
import type { OpenWalk } from "../../app/guide/open-walk.ts";
import { type Desk, type News, stopwatch } from "../../app/guide/stopwatch.ts";
import type { AppContext } from "../../app/session.ts";
import type { UserSecond } from "../../model/steady.ts";
import type { ByHand } from "../../model/walk.ts";
import { indented } from "../../text/layout.ts";
import { formatValue } from "../../text/numbers.ts";
import { printable } from "../../text/printable.ts";
import { secondLine } from "../break.ts";
import type { Io } from "../io.ts";
import type { WalkLayout } from "./layout.ts";

/** The learner's desk while the clock runs: the users' seconds above, a line to type at below. */
export async function atTheDesk(
  io: Io,
  context: AppContext,
  open: OpenWalk,
  asker: Asker,
  layout: WalkLayout,
): Promise<ByHand> {
  const person = io.interactive;
  let take: (text: string) => void = () => {};
  const lines = person
    ? typingConsole({
        output: process.stderr,
        prompt: layout.strings.walk.byHand.prompt,
        onLine: (text) => take(text),
        onInterrupt: () => process.kill(process.pid, "SIGINT"),
      })
    : undefined;
  const say = (line: string) => (lines ? lines.say(line) : io.err(`${line}\n`));
  let asked = false;
  const desk: Desk = {
    tell(news) {
      for (const line of newsLines(news, layout)) say(line);
      // a list of answers mends as soon as it may, one command after the other
      if (news.kind === "too-early") asked = false;
      if (!person && (news.kind === "noticed" || news.kind === "said")) void next();
    },
    second(second: UserSecond) {
      say(layout.paint.faint(secondLine(second, "")));
      if (person || asked || second.failed === 0) return;
      asked = true;
      take("");
    },
    onLine(taker) {
      take = taker;
    },
  };
  const next = async () => {
    const text = await asker.line(layout.strings.walk.byHand.prompt).catch(() => undefined);
    if (text !== undefined) take(text);
  };
  try {
    const result = await stopwatch(context, open, desk);
    say(resultLine(result, layout));
    return result;
  } finally {
    lines?.close();
  }
}

const seconds = (s: number | null, { strings, language }: WalkLayout): string =>
  s === null ? strings.walk.byHand.never : formatValue(s, "s", language);

/** What the clock said, in a line. */
export function resultLine(result: ByHand, layout: WalkLayout): string {
  const failed = `${result.failed}/${result.requests}`;
  return layout.strings.walk.byHand.result(
    seconds(result.noticedS, layout),
    seconds(result.mendedS, layout),
    failed,
  );
}

function newsLines(news: News, layout: WalkLayout): string[] {
  const { strings, paint, width } = layout;
  const { byHand, bringsUp } = strings.walk;
  switch (news.kind) {
    case "starting":
      return [bringsUp(news.stage)];
    case "steady":
      return [byHand.steady];
    case "too-early":
      return [byHand.tooEarly];
    case "noticed":
      return [paint.strong(byHand.noticed(seconds(news.s, layout)))];
    case "said": {
      const text = printable(news.output).trimEnd();
      return [
        ...(text === "" ? [] : text.split("\n").map((line) => `  ${line}`)),
        byHand.said(String(news.code ?? "–")),
      ];
    }
    case "no-service":
      return indented(byHand.noService(news.name, news.known.join(", ")), "", width);
    case "mended":
      return [paint.good(byHand.mended(seconds(news.s, layout)))];
    case "late":
      return [paint.doubtful(byHand.late)];
  }
}
