import { Command } from "commander";
import type { Io } from "./io.ts";
import type { Verb } from "./verb.ts";

// Each is loaded when it is asked for: all of them together take longer than most of what they are asked for.
const verbs: Record<string, () => Promise<Verb>> = {
  start: async () => (await import("./start.ts")).start,
  next: async () => (await import("./next.ts")).next,
  predict: async () => (await import("./predict.ts")).predict,
  hint: async () => (await import("./hint.ts")).hint,
  status: async () => (await import("./status.ts")).status,
  goto: async () => (await import("./goto.ts")).goTo,
  reset: async () => (await import("./reset.ts")).reset,
  sh: async () => (await import("./sh.ts")).sh,
  logs: async () => (await import("./logs.ts")).logs,
  curl: async () => (await import("./curl.ts")).curl,
  bench: async () => (await import("./bench.ts")).bench,
  break: async () => (await import("./break.ts")).breakVerb,
  check: async () => (await import("./check.ts")).check,
  clean: async () => (await import("./clean.ts")).clean,
  coverage: async () => (await import("./coverage.ts")).coverage,
  diff: async () => (await import("./diff.ts")).diff,
  doctor: async () => (await import("./doctor.ts")).doctor,
  down: async () => (await import("./down.ts")).down,
  engine: async () => (await import("./engine.ts")).engine,
  faults: async () => (await import("./faults.ts")).faults,
  heal: async () => (await import("./heal.ts")).heal,
  images: async () => (await import("./images.ts")).images,
  keep: async () => (await import("./keep.ts")).keep,
  list: async () => (await import("./list.ts")).list,
  load: async () => (await import("./load.ts")).load,
  matrix: async () => (await import("./matrix.ts")).matrix,
  metrics: async () => (await import("./metrics.ts")).metrics,
  new: async () => (await import("./new.ts")).newVerb,
  report: async () => (await import("./report.ts")).report,
  run: async () => (await import("./run.ts")).run,
  schema: async () => (await import("./schema.ts")).schema,
  show: async () => (await import("./show.ts")).show,
  storm: async () => (await import("./storm.ts")).storm,
  uninstall: async () => (await import("./uninstall.ts")).uninstall,
  up: async () => (await import("./up.ts")).up,
  watch: async () => (await import("./watch.ts")).watch,
};

/** Verbs that look after faults themselves, or take away what they are in. */
const healsByItself = new Set(["heal", "keep", "uninstall", "stop"]);

/**
 * The command-line program: one file of this room per verb. Of `words` the first that is no option is the verb; when it is
 * none of ours, or help is asked for, all verbs are there.
 */
export async function createProgram(
  io: Io,
  version: string,
  words: readonly string[] = [],
): Promise<Command> {
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
  for (const verb of await loaded(words)) verb(program, io);
  // a reboot, or a kill of everything at once, may have left faults on: whatever is asked next takes them away first
  program.hook("preAction", async (_program, verb) => {
    if (healsByItself.has(verb.name())) return;
    const [{ healExpired }, { contextFrom }] = await Promise.all([
      import("../app/heal.ts"),
      import("./context.ts"),
    ]);
    await healExpired(contextFrom(io));
  });
  return program;
}

function loaded(words: readonly string[]): Promise<Verb[]> {
  const first = words[0];
  if (first !== undefined && Object.hasOwn(verbs, first)) return Promise.all([verbs[first]!()]);
  // the version needs no verb; help, and a word that is none, need all
  const none = words.length === 1 && (first === "--version" || first === "-V");
  return Promise.all(none ? [] : Object.values(verbs).map((load) => load()));
}
