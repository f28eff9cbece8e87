import type { BlowResult } from "../app/blow.ts";
import { breakStage } from "../app/break.ts";
import { watchDefaults } from "../app/breaker.ts";
import { LabError } from "../model/errors.ts";
import type { FaultState } from "../model/fault.ts";
import type { UserSecond, UserView } from "../model/steady.ts";
import { wholeNumber } from "./bench.ts";
import { contextFrom, projectRoot } from "./context.ts";
import { lastsMs, paramWords } from "./fault-words.ts";
import { exit, type Io, printJson } from "./io.ts";
import { pickFault } from "./pick-fault.ts";
import type { Verb } from "./verb.ts";

interface BreakFlags {
  for: string;
  param: string[];
  run?: string;
  path: string;
  rate: string;
  watch: boolean;
  anyway?: boolean;
  json?: boolean;
}

const ms = (value: number | null): string =>
  value === null ? "–" : value < 100 ? `${value.toFixed(1)} ms` : `${Math.round(value)} ms`;
const percent = (share: number | null): string => (share === null ? "–" : `${(share * 100).toFixed(1)} %`);

/** One line a second: what users see. */
export function secondLine(second: UserSecond, phase: string): string {
  const ended = second.ok + second.failed;
  const share = ended > 0 ? second.failed / ended : null;
  return `  ${phase.padEnd(9)} ${String(ended).padStart(4)}/s  ok ${String(second.ok).padStart(4)}  failed ${String(second.failed).padStart(4)} (${percent(share)})  waiting ${second.waiting}  p99 ${ms(second.p99Ms)}`;
}

const phaseOf: Partial<Record<FaultState, string>> = {
  intent: "fault",
  reverted: "recovery",
  "not-healed": "recovery",
};

/** Live lines on stderr: what strikes, and what users see of it. */
export function breakProgress(io: Io) {
  let phase = "before";
  return {
    onSecond: (second: UserSecond) => io.err(`${secondLine(second, phase)}\n`),
    onState(state: FaultState, blow: { kind: string; target: string }, detail: string) {
      phase = phaseOf[state] ?? phase;
      if (state === "intent") return;
      io.err(`${blow.kind} ${blow.target}: ${state}${detail ? ` (${detail})` : ""}\n`);
    },
  };
}

const recoveryLine = (recoveredMs: number | null): string =>
  recoveredMs === null
    ? "  users saw no sustained recovery"
    : `  users saw only good seconds ${ms(recoveredMs)} after the revert`;

function describe(result: BlowResult): string {
  const view = (name: string, one: UserView) =>
    `  ${name.padEnd(9)} ${one.requests} requests, ${percent(one.failedShare)} failed, worst second's p99 ${ms(one.p99Ms)}`;
  const { users } = result;
  return [
    `${result.kind} ${result.target}: ${result.detail}`,
    `  state ${result.state}; order to effect ${ms(result.commandToEffectMs)}, revert to healthy ${ms(result.revertToHealthyMs)}`,
    ...(users
      ? [
          view("before", users.before),
          view("during", users.during),
          view("after", users.after),
          ...(result.state === "healed" ? [recoveryLine(result.recoveredMs)] : []),
        ]
      : []),
    ...(result.held === false ? ["  the effect was gone before its time: somebody else ended it"] : []),
  ]
    .map((line) => `${line}\n`)
    .join("");
}

/** `lab break TARGET KIND`: breaks what is up for a while, shows what users see of it, and heals it. */
export const breakVerb: Verb = (program, io) => {
  program
    .command("break")
    .argument("[target]", "server, zone or container of the stage that is up; several with commas")
    .argument("[kind]", "kind of fault: ./lab faults lists them")
    .description("break a stage that is up for a while, show what its users see, and heal it")
    .option("--for <time>", "how long the fault is on: 500ms, 10s, 2m", "10s")
    .option("--param <name=value>", "a parameter of the fault; again for more", collect, [] as string[])
    .option("--run <run>", "which one, when several stages are up")
    .option("--path <path>", "what the watching load asks for", watchDefaults.path)
    .option("--rate <n>", "requests a second of the watching load", String(watchDefaults.ratePerS))
    .option("--no-watch", "no load: neither steady state nor recovery is looked at")
    .option("--anyway", "break it although the steady state does not hold")
    .option("--json", "the result as JSON on stdout")
    .addHelpText(
      "after",
      "\nThe fault goes away in the end, after Ctrl-C, and also if this program is killed." +
        "\nExit: 0 healed, 1 the fault did not bite, or was gone before its time, 2 usage, 3 not healed or not possible here." +
        "\nExample: ./lab up scale-out, then ./lab break app-1 latency --for 10s --param delay=300ms\n",
    )
    .action(async (target: string | undefined, kind: string | undefined, flags: BreakFlags) => {
      const forMs = lastsMs(flags.for);
      const typed = {
        params: paramWords(flags.param),
        ...(target !== undefined && { target }),
        ...(kind !== undefined && { kind }),
        ...(flags.run !== undefined && { run: flags.run }),
      };
      const ratePerS = wholeNumber(flags.rate, "--rate", 1000);
      if (!/^\/(?![/\\])/.test(flags.path)) {
        throw new LabError("usage", `--path ${flags.path} is no path`, {
          next: "it begins with /, such as /feed",
        });
      }
      const picked = await pickFault(io, projectRoot, typed);
      const result = await breakStage(
        contextFrom(io),
        { kind: picked.kind, target: picked.target, params: picked.params, forMs },
        {
          ...(picked.run !== undefined && { run: picked.run }),
          path: flags.path,
          ratePerS,
          blind: !flags.watch,
          anyway: flags.anyway === true,
          ...breakProgress(io),
        },
      );
      if (flags.json) printJson(io, result);
      else io.out(describe(result));
      if (result.verifiedAt === null || result.held === false) io.setExitCode(exit.fail);
      if (result.state === "not-healed") io.setExitCode(exit.environment);
    });
};

/** Commander's way of taking an option several times. */
export function collect(value: string, before: string[]): string[] {
  return [...before, value];
}
