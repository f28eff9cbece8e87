import { createInterface } from "node:readline";
import { watchDefaults } from "../app/breaker.ts";
import { watchStage } from "../app/watch-stage.ts";
import { chooseLanguage } from "../text/language.ts";
import { wholeNumber } from "./bench.ts";
import { contextFrom } from "./context.ts";
import { lastsMs } from "./fault-words.ts";
import { type Io, printJson } from "./io.ts";
import { lookLines } from "./look-picture.ts";
import type { Verb } from "./verb.ts";
import { layoutFor } from "./walk/layout.ts";

interface WatchFlags {
  for: string;
  run?: string;
  path: string;
  rate: string;
  json?: boolean;
  lang?: string;
}

/** `lab watch`: the picture of a stage that is up, with its rates, once a second. */
export const watch: Verb = (program, io) => {
  program
    .command("watch")
    .description("the picture of a stage that is up, with what its users see and each server's rate")
    .option("--for <time>", "how long: 500ms, 10s, 2m", "60s")
    .option("--run <run>", "which one, when several stages are up")
    .option("--path <path>", "what its light load asks for", watchDefaults.path)
    .option("--rate <n>", "requests a second of that load", String(watchDefaults.ratePerS))
    .option("--json", "every look as JSON on stdout, at the end")
    .option("--lang <language>", "en or ko")
    .addHelpText(
      "after",
      "\nBreaks nothing: ./lab break, in another terminal, does. Enter or Ctrl-C ends it." +
        "\nExample: ./lab up scale-out, then ./lab watch --for 2m\n",
    )
    .action(async (flags: WatchFlags) => {
      const layout = layoutFor(io, chooseLanguage(flags.lang, io.env));
      const enough = new AbortController();
      const wish = {
        ...(flags.run !== undefined && { run: flags.run }),
        path: flags.path,
        ratePerS: wholeNumber(flags.rate, "--rate", 1000),
        forMs: lastsMs(flags.for),
        until: enough.signal,
      };
      const draw = drawingOn(io);
      if (io.interactive) io.err(`${layout.paint.faint(layout.strings.walk.watch.end)}\n`);
      const keys = io.interactive ? createInterface({ input: process.stdin }) : undefined;
      keys?.once("line", () => enough.abort());
      try {
        const watched = await watchStage(contextFrom(io), wish, (looks, topology) =>
          draw(lookLines(looks, topology, layout)),
        );
        if (flags.json) printJson(io, watched);
      } finally {
        keys?.close();
      }
    });
};

/** Draws over the picture before it in a terminal; elsewhere one below the other. */
function drawingOn(io: Io): (lines: readonly string[]) => void {
  let drawn = 0;
  return (lines) => {
    const up = io.interactive && drawn > 0 ? `\x1b[${drawn}A\x1b[0J` : "";
    io.err(`${up}${lines.join("\n")}\n`);
    drawn = lines.length;
  };
}
