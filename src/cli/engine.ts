import { engineEnv, engineStatus, startEngine, stopEngine } from "../app/engine.ts";
import { contextFrom } from "./context.ts";
import { exit, type Io, printJson } from "./io.ts";
import type { Verb } from "./verb.ts";

const help = `
The engine is, in this order: the Docker that DOCKER_HOST or the current Docker context names, if it answers and is on
this machine; the private engine of this machine; on Debian and its relatives, as root, a new private engine.

  STAGECRAFT_ENGINE=host|private  forces one of the two
  STAGECRAFT_HOME                 folder of the private engine (root: /var/lib/stagecraft)
  STAGECRAFT_DEBIAN_MIRROR        where its packages come from (http://deb.debian.org/debian)
`;

async function status(io: Io, json: boolean | undefined): Promise<void> {
  const state = await engineStatus(io.env);
  if (json) return printJson(io, state);
  if (!state.running) return io.out("no engine runs; ./lab engine start starts one\n");
  const kind = state.private ? "private engine" : "your own Docker";
  io.out(`${kind} ${state.version} at ${state.dockerHost}, Compose ${state.composeVersion}\n`);
  io.out(`CLI: ${state.cli}\n`);
}

/** `lab engine start|stop|status|env`. */
export const engine: Verb = (program, io) => {
  const group = program
    .command("engine")
    .description("the container engine: start, stop, status, env")
    .addHelpText("after", help);
  group
    .command("start")
    .description("start the engine, downloading it first when there is none")
    .option("-y, --yes", "do not ask before downloading")
    .action(async (flags: { yes?: boolean }) => {
      const found = await startEngine(contextFrom(io, flags));
      const kind = found.private ? "private engine" : "your own Docker";
      io.out(`${kind} ${found.version} runs at ${found.dockerHost}\n`);
    });
  group
    .command("stop")
    .description("stop the private engine, its containers too, and take back what it changed on the host")
    .option("-y, --yes", "do not ask when runs are still on it")
    .action(async (flags: { yes?: boolean }) => {
      const stopped = await stopEngine(contextFrom(io, flags));
      io.out(stopped ? "the private engine has stopped\n" : "the private engine was not running\n");
    });
  group
    .command("status")
    .description("say which engine runs")
    .option("--json", "as JSON on stdout")
    .action((flags: { json?: boolean }) => status(io, flags.json));
  group
    .command("env")
    .description('print exports for your shell: eval "$(./lab engine env)"')
    .action(async () => {
      for (const line of await engineEnv(contextFrom(io, {}))) io.out(`${line}\n`);
      if (io.interactive)
        io.err(`# eval "$(./lab engine env)" lets docker and docker compose use this engine\n`);
    });
  group.action(() => {
    group.outputHelp({ error: true });
    io.setExitCode(exit.usage);
  });
};
