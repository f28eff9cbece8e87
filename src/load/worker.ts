// The load generator as a program: one bundled file that runs in a client container or on the host.
// First line of stdin: the job. Later lines: commands. stdout: records. See model/load.ts and model/load-records.ts.
import { messageOf } from "../model/errors.ts";
import type { LoadCommand, LoadJob } from "../model/load.ts";
import { readInput } from "./input.ts";
import { jobProblems, resolveOpenJob } from "./job.ts";
import { type Part, type RunningLoad, runOpenJob } from "./open-run.ts";
import { openOutput } from "./output.ts";
import { runInProcesses } from "./processes.ts";

const output = openOutput(() => process.exit(1));
let running: RunningLoad | undefined;
let silence: NodeJS.Timeout | undefined;
let begun = false;
/** Commands that came while the job was being started. */
const early: LoadCommand[] = [];
let inputClosed = false;

async function leave(code: number): Promise<void> {
  await output.close();
  process.exit(code);
}

async function fail(what: string): Promise<void> {
  output.emit({ kind: "error", what });
  await leave(2);
}

async function start(job: LoadJob, part: Part | undefined): Promise<RunningLoad> {
  if (job.kind === "peak") {
    // autocannon takes longer to load than everything else together
    const { runPeakJob } = await import("./peak.ts");
    return runPeakJob(job, output.emit);
  }
  const resolved = resolveOpenJob(job);
  const several = resolved.processes > 1 && !part;
  return several ? runInProcesses(resolved, output.emit) : runOpenJob(resolved, output.emit, part);
}

async function begin(value: unknown): Promise<void> {
  begun = true;
  const { part, ...job } = (value ?? {}) as LoadJob & { part?: Part };
  if (job.kind !== "open" && job.kind !== "peak")
    return fail("the first line is not a job (kind open or peak)");
  const problems = jobProblems(job);
  if (problems.length > 0) return fail(problems.join("; "));
  try {
    running = await start(job, part);
    for (const command of early) obey(command);
    if (inputClosed) running.stop("stdin");
    if (job.kind === "open" && job.silenceMs !== undefined) {
      silence = setTimeout(() => running?.stop("silence"), job.silenceMs);
    }
    await running.ended;
    await leave(0);
  } catch (thrown) {
    await fail(messageOf(thrown));
  }
}

function obey(command: LoadCommand & { atMs?: number }): void {
  silence?.refresh();
  if (!running) early.push(command);
  else if (command.cmd === "mark") running.mark(command.phase, command.atMs);
  else if (command.cmd === "stop") running.stop("stop");
  else if (command.cmd === "clock") {
    output.emit({ kind: "clock", workerMs: running.now(), echo: command.echo });
  }
}

// whoever started us decides when to end: a Ctrl-C in its terminal reaches us too, and must not cut the drain short
process.on("SIGINT", () => running?.stop("stop"));
process.on("SIGTERM", () => running?.stop("stop"));

readInput({
  line(value) {
    if (!begun) void begin(value);
    else if (value !== undefined) obey(value as LoadCommand);
  },
  closed() {
    inputClosed = true;
    if (!begun) void fail("stdin ended before a job came");
    else running?.stop("stdin");
  },
});
