import { randomBytes } from "node:crypto";
import { PassThrough } from "node:stream";
import type Docker from "dockerode";
import { messageOf } from "../model/errors.ts";
import type { CommandPort, CommandResult } from "../model/ports.ts";
import type { RunningStage } from "../model/stage.ts";
import { asking, statusOf } from "./access.ts";
import { composeProject, composeService } from "./compose-labels.ts";
import { execIn } from "./containers.ts";

/** Inherited by everything that a command starts: that is how it is found again. */
const markName = "STAGECRAFT_COMMAND";
/** Beyond the timeout: should we die, the container's own `timeout` ends it. */
const ownLimitSlackS = 2;
/** How long the engine may take to end what was killed. */
const endsWithinMs = 5000;
/** Of each of stdout and stderr; a command that says more keeps its end. */
const mostKept = 64 * 1024;
const killedCode = 137;

// $0 is the limit in seconds, $1 the script: nothing is put into text
const limited =
  'if command -v timeout >/dev/null 2>&1; then exec timeout -k 1 "$0" sh -c "$1"; fi; exec sh -c "$1"';

// a process may fork while we look: look until there is nothing
const sweep =
  'cd /proc; round=0; while [ $round -lt 20 ]; do found=; for one in [0-9]*; do if grep -qs "$0" "$one/environ"; ' +
  'then found=1; kill -9 "$one" 2>/dev/null; fi; done; [ -n "$found" ] || exit 0; round=$((round + 1)); done; exit 1';

/** The container of a service; compose's labels know those that are part of no server, too. */
export async function containerOf(docker: Docker, stage: Pick<RunningStage, "project">, service: string) {
  const label = [`${composeProject}=${stage.project}`, `${composeService}=${service}`];
  const [found] = await asking(docker.listContainers({ all: true, filters: { label } }));
  return found;
}

const cannot = (why: string): CommandResult => ({
  code: null,
  tookMs: 0,
  output: why,
  stdout: "",
  timedOut: false,
});

/** Keeps the end of what comes. */
function keeper() {
  let text = "";
  return {
    take(chunk: string): void {
      text = (text + chunk).slice(-mostKept);
    },
    text: () => text,
  };
}

/** Ends a command with all that it started: by its mark, as the user that it runs as. */
async function end(docker: Docker, id: string, mark: string): Promise<void> {
  // a container that was stopped meanwhile has ended it already
  await execIn(docker, id, ["sh", "-c", sweep, `${markName}=${mark}`]).catch((thrown: unknown) => {
    if (statusOf(thrown) === undefined) throw thrown;
  });
}

async function runIn(
  docker: Docker,
  id: string,
  script: string,
  timeoutMs: number,
  signal: AbortSignal,
): Promise<CommandResult> {
  const mark = randomBytes(8).toString("hex");
  const limitS = String(Math.ceil(timeoutMs / 1000) + ownLimitSlackS);
  const exec = await asking(
    docker.getContainer(id).exec({
      Cmd: ["sh", "-c", limited, limitS, script],
      Env: [`${markName}=${mark}`],
      AttachStdout: true,
      AttachStderr: true,
    }),
  );
  const from = performance.now();
  const stream = await asking(exec.start({ hijack: true, stdin: false }));
  const [all, said] = [keeper(), keeper()];
  const options = { encoding: "utf8" } as const;
  const [stdout, stderr] = [new PassThrough(options), new PassThrough(options)];
  stdout.on("data", (chunk: string) => {
    all.take(chunk);
    said.take(chunk);
  });
  stderr.on("data", (chunk: string) => all.take(chunk));
  docker.modem.demuxStream(stream, stdout, stderr);
  const closed = new Promise<"closed">((resolve) => {
    for (const event of ["end", "close", "error"]) stream.once(event, () => resolve("closed"));
  });
  const why = await Promise.race([closed, expiry(timeoutMs, signal, closed)]);
  const tookMs = Math.round(performance.now() - from);
  if (why !== "closed") {
    await end(docker, id, mark);
    await Promise.race([closed, expiry(endsWithinMs, undefined, closed)]);
    stream.destroy();
    signal.throwIfAborted();
  }
  const { ExitCode: code } = await asking(exec.inspect());
  const timedOut = why !== "closed";
  return { code: code ?? killedCode, tookMs, output: all.text(), stdout: said.text(), timedOut };
}

/** Resolves at the timeout, or when the signal fires; its timer goes when the other has come first. */
function expiry(
  ms: number,
  signal: AbortSignal | undefined,
  first: Promise<unknown>,
): Promise<"late" | "aborted"> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms, "late");
    const aborted = () => resolve("aborted");
    if (signal?.aborted) aborted();
    signal?.addEventListener("abort", aborted, { once: true });
    void first.then(() => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", aborted);
    });
  });
}

/**
 * Commands in the containers of a stage. A container that is not there, does not run, or has no shell is an answer, not
 * an error: nothing was run.
 */
export function createCommandPort(docker: Docker): CommandPort {
  return {
    async run(stage, service, script, timeoutMs, signal) {
      signal.throwIfAborted();
      const container = await containerOf(docker, stage, service);
      if (!container) return cannot(`the service ${service} has no container`);
      if (container.State !== "running") return cannot(`the service ${service} is ${container.State}`);
      try {
        return await runIn(docker, container.Id, script, timeoutMs, signal);
      } catch (thrown) {
        if (statusOf(thrown) === undefined) throw thrown;
        return cannot(messageOf(thrown));
      }
    },
  };
}
