import { Command } from "commander";
import { healExpired } from "../app/heal.ts";
import { bench } from "./bench.ts";
import { breakVerb } from "./break.ts";
import { check } from "./check.ts";
import { clean } from "./clean.ts";
import { contextFrom } from "./context.ts";
import { coverage } from "./coverage.ts";
import { curl } from "./curl.ts";
import { diff } from "./diff.ts";
import { doctor } from "./doctor.ts";
import { down } from "./down.ts";
import { engine } from "./engine.ts";
import { faults } from "./faults.ts";
import { goTo } from "./goto.ts";
import { heal } from "./heal.ts";
import { hint } from "./hint.ts";
import { images } from "./images.ts";
import type { Io } from "./io.ts";
import { keep } from "./keep.ts";
import { list } from "./list.ts";
import { load } from "./load.ts";
import { logs } from "./logs.ts";
import { matrix } from "./matrix.ts";
import { metrics } from "./metrics.ts";
import { newVerb } from "./new.ts";
import { next } from "./next.ts";
import { predict } from "./predict.ts";
import { report } from "./report.ts";
import { reset } from "./reset.ts";
import { run } from "./run.ts";
import { schema } from "./schema.ts";
import { sh } from "./sh.ts";
import { show } from "./show.ts";
import { start } from "./start.ts";
import { status } from "./status.ts";
import { storm } from "./storm.ts";
import { uninstall } from "./uninstall.ts";
import { up } from "./up.ts";
import type { Verb } from "./verb.ts";
import { watch } from "./watch.ts";

const verbs: Verb[] = [
  start,
  next,
  predict,
  hint,
  status,
  goTo,
  reset,
  sh,
  logs,
  curl,
  bench,
  breakVerb,
  check,
  clean,
  coverage,
  diff,
  doctor,
  down,
  engine,
  faults,
  heal,
  images,
  keep,
  list,
  load,
  matrix,
  metrics,
  newVerb,
  report,
  run,
  schema,
  show,
  storm,
  uninstall,
  up,
  watch,
];

/** Verbs that look after faults themselves, or take away what they are in. */
const healsByItself = new Set(["heal", "keep", "uninstall", "stop"]);

/** The command-line program: one file of this room per verb. */
export function createProgram(io: Io, version: string): Command {
  const program = new Command("lab")
    .description(
      "Brings up stages of a web service's architecture in real containers, breaks and measures them.",
    )
    .version(version)
    .exitOverride()
    .enablePositionalOptions()
    .configureOutput({ writeOut: io.out, writeErr: io.err })
    .showSuggestionAfterError(true)
    .showHelpAfterError("(./lab --help lists the verbs)");
  for (const verb of verbs) verb(program, io);
  // a reboot, or a kill of everything at once, may have left faults on: whatever is asked next takes them away first
  program.hook("preAction", async (_program, verb) => {
    if (!healsByItself.has(verb.name())) await healExpired(contextFrom(io));
  });
  return program;
}
