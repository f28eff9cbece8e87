import { Command } from "commander";
import { bench } from "./bench.ts";
import { clean } from "./clean.ts";
import { diff } from "./diff.ts";
import { doctor } from "./doctor.ts";
import { down } from "./down.ts";
import { engine } from "./engine.ts";
import { images } from "./images.ts";
import type { Io } from "./io.ts";
import { list } from "./list.ts";
import { load } from "./load.ts";
import { metrics } from "./metrics.ts";
import { report } from "./report.ts";
import { run } from "./run.ts";
import { show } from "./show.ts";
import { uninstall } from "./uninstall.ts";
import { up } from "./up.ts";
import type { Verb } from "./verb.ts";

const verbs: Verb[] = [
  bench,
  clean,
  diff,
  doctor,
  down,
  engine,
  images,
  list,
  load,
  metrics,
  report,
  run,
  show,
  uninstall,
  up,
];

/** The command-line program: one file of this room per verb. */
export function createProgram(io: Io, version: string): Command {
  const program = new Command("lab")
    .description(
      "Brings up stages of a web service's architecture in real containers, breaks and measures them.",
    )
    .version(version)
    .exitOverride()
    .configureOutput({ writeOut: io.out, writeErr: io.err })
    .showSuggestionAfterError(true)
    .showHelpAfterError("(./lab --help lists the verbs)");
  for (const verb of verbs) verb(program, io);
  return program;
}
