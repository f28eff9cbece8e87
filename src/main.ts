import { readFileSync } from "node:fs";
import { CommanderError } from "commander";
import { exit, type Io } from "./cli/io.ts";
import { createProgram } from "./cli/program.ts";
import { inCi } from "./model/ci.ts";
import { LabError, messageOf, type Problem, placeText } from "./model/errors.ts";

const abort = new AbortController();
let exitCode: number = exit.pass;
let signalCode: number | undefined;

/** First signal: stop in order (a verb undoes what it did). Second: leave now; `./lab clean` and `heal` mend the rest. */
function onSignal(code: number, name: string): void {
  if (abort.signal.aborted) process.exit(code);
  signalCode = code;
  process.stderr.write(`\n${name}: stopping and cleaning up (again to force)\n`);
  abort.abort(new LabError("interrupted", `stopped by ${name}`));
}

function problemText(problem: Problem): string {
  const place = problem.place ? `${placeText(problem.place)}: ` : "";
  return `${place}${problem.what}${problem.next ? `\n    ${problem.next}` : ""}`;
}

function report(thrown: unknown, io: Io): number {
  if (thrown instanceof CommanderError) {
    return thrown.exitCode === 0 ? exit.pass : exit.usage;
  }
  if (thrown instanceof LabError) {
    if (thrown.code === "interrupted") return signalCode ?? exit.interrupted;
    const where = thrown.place ? `${placeText(thrown.place)}: ` : "";
    io.err(`error: ${where}${thrown.message}\n`);
    for (const problem of thrown.problems) io.err(`  ${problemText(problem)}\n`);
    if (thrown.next) io.err(`  next: ${thrown.next}\n`);
    return thrown.code === "usage" || thrown.code === "bad-input" ? exit.usage : exit.environment;
  }
  io.err(`error: ${messageOf(thrown)} (this is a bug of ours)\n`);
  if (thrown instanceof Error && thrown.stack) io.err(`${thrown.stack}\n`);
  return exit.environment;
}

const io: Io = {
  out: (text) => void process.stdout.write(text),
  err: (text) => void process.stderr.write(text),
  interactive: Boolean(process.stdin.isTTY && process.stderr.isTTY) && !inCi(process.env),
  colour: Boolean(process.stdout.isTTY) && !process.env.NO_COLOR,
  env: process.env,
  signal: abort.signal,
  setExitCode: (code) => {
    exitCode = code;
  },
};

process.on("SIGINT", () => onSignal(exit.interrupted, "Ctrl-C"));
process.on("SIGTERM", () => onSignal(exit.terminated, "SIGTERM"));
// ./lab says when it was told to outlive its terminal (nohup): Node forgets that at its start
process.on("SIGHUP", () => {
  if (process.env.STAGECRAFT_NOHUP !== "1") onSignal(exit.hungUp, "the terminal has gone");
});

let unwritten: LabError | undefined;
for (const [name, stream] of Object.entries({ stdout: process.stdout, stderr: process.stderr })) {
  stream.on("error", (error: NodeJS.ErrnoException) => {
    // whoever read our output has gone (`| head`), or the terminal: that must not cut a run short, nor its cleaning up
    if (error.code === "EPIPE" || error.code === "EIO" || unwritten) return;
    unwritten = new LabError("environment", `cannot write to ${name}: ${error.message}`, {
      next: "make room, or send the output elsewhere",
    });
    abort.abort(unwritten);
  });
}

const version = (
  JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8")) as { version: string }
).version;
try {
  const program = await createProgram(io, version, process.argv.slice(2));
  await program.parseAsync(process.argv);
} catch (thrown) {
  exitCode = report(unwritten ?? thrown, io);
}
// leaving cuts off what a pipe has not taken yet, all beyond its 64 KiB; a reader that has gone ends the waiting, too
await Promise.all(
  [process.stdout, process.stderr].map(
    (stream) => new Promise<void>((resolve) => stream.write("", () => resolve())),
  ),
);
if (unwritten && exitCode === exit.pass) exitCode = report(unwritten, io);
process.exit(signalCode ?? exitCode);
