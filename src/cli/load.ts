import { type LoadResult, type LoadWords, parseLoadWords, runLoad } from "../app/load.ts";
import { workerFile } from "../app/worker-file.ts";
import type { WindowRecord } from "../model/load-records.ts";
import { projectRoot } from "./context.ts";
import { exit, type Io, printJson } from "./io.ts";
import type { Verb } from "./verb.ts";

function progress(io: Io): (window: WindowRecord) => void {
  return (window) => {
    const rows = window.phases.flatMap((phase) => phase.rows);
    const ok = rows.filter((row) => row.outcome === "ok").reduce((sum, row) => sum + row.count, 0);
    const ended = rows.reduce((sum, row) => sum + row.count, 0);
    const waiting = window.generator.outstanding;
    io.err(`  ${ok} ok, ${ended - ok} not, ${waiting} under way\n`);
  };
}

function describe(result: LoadResult): string {
  const { p50, p90, p99, p999, max } = result.latencyMs;
  const ms = (value: number): string => `${value < 100 ? value.toFixed(1) : value.toFixed(0)} ms`;
  return [
    `asked ${result.asked}, sent on time ${result.achieved}, ok ${result.ok}, failed ${result.failed}`,
    result.ok > 0
      ? `latency from the intended instant: p50 ${ms(p50)}, p90 ${ms(p90)}, p99 ${ms(p99)}, p99.9 ${ms(p999)}, max ${ms(max)}`
      : "no request succeeded: there is no latency to tell",
    ...result.reasons.map((reason) => `${result.valid ? "note" : "not valid"}: ${reason}`),
  ]
    .map((line) => `${line}\n`)
    .join("");
}

/** `lab load`: open-loop load on an address of this machine. */
export const load: Verb = (program, io) => {
  program
    .command("load")
    .description("load an address of this machine, open loop, and tell what its users see")
    .requiredOption("--url <url>", "http address on 127.0.0.1, ::1 or localhost")
    .option("--rate <n>", "requests a second", "100")
    .option("--for <time>", "how long: 500ms, 10s, 2m", "10s")
    .option("--arrivals <kind>", "constant or poisson", "constant")
    .option("--seed <text>", "the same seed gives the same arrivals", "1")
    .option("--processes <n>", "generator processes", "1")
    .option("--json", "the result as JSON on stdout")
    .addHelpText("after", "\nExample: ./lab load --url http://127.0.0.1:8080/ --rate 200 --for 10s\n")
    .action(async (flags: LoadWords & { json?: boolean }) => {
      const asked = parseLoadWords(flags);
      const result = await runLoad(asked, {
        workerFile: workerFile(projectRoot),
        signal: io.signal,
        ...(flags.json ? {} : { onWindow: progress(io) }),
      });
      if (flags.json) printJson(io, result);
      else io.out(describe(result));
      if (!result.valid) io.setExitCode(exit.environment);
    });
};
