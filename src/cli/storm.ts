import {
  type PlannedStorm,
  type PlannedStrike,
  planStormOf,
  type StormEvent,
  type StormResult,
  stormDefaults,
  storm as strike,
} from "../app/storm.ts";
import type { FaultState } from "../model/fault.ts";
import type { UserSecond } from "../model/steady.ts";
import { alignRows } from "../text/layout.ts";
import { collect, secondLine } from "./break.ts";
import { contextFrom } from "./context.ts";
import { exit, type Io, printJson } from "./io.ts";
import { type StormFlags, stormWish } from "./storm-words.ts";
import type { Verb } from "./verb.ts";

const seconds = (ms: number | null): string => (ms === null ? "–" : `${(ms / 1000).toFixed(1)} s`);
const percent = (share: number | null): string => (share === null ? "–" : `${(share * 100).toFixed(1)} %`);

const planCells = (one: PlannedStrike): string[] => {
  const params = Object.entries(one.params).map(([name, value]) => `${name}=${value}`);
  return [seconds(one.atMs), seconds(one.forMs), one.target, one.kind, params.join(" ")];
};
const planHead = ["at", "for", "server", "fault", "parameters"];

/** The schedule of a storm, a fault a line. */
export function scheduleText({ run, seed, forMs, strikes, leftOut }: PlannedStorm): string {
  const drawn = seed === null ? "" : `, seed ${seed}`;
  const rows = alignRows([planHead, ...strikes.map(planCells)], [0, 1]);
  const title = `storm of run ${run}: ${strikes.length} ${strikes.length === 1 ? "fault" : "faults"} in at most ${seconds(forMs)}${drawn}`;
  return [title, ...rows.map((row) => `  ${row}`), ...leftOut].map((line) => `${line}\n`).join("");
}

/** What became of a storm, a fault a line. */
export function resultText({ events, survived, stopped }: StormResult): string {
  const row = (one: StormEvent) => [
    ...planCells(one),
    one.state,
    percent(one.failedShare),
    seconds(one.recoveredMs),
  ];
  const head = [...planHead, "state", "failed", "recovered"];
  const rows = alignRows([head, ...events.map(row)], [0, 1, 6, 7]);
  const verdict = survived
    ? "survived: the steady state came back after every fault"
    : stopped !== undefined
      ? `stopped: ${stopped}`
      : "no fault took effect: nothing is shown";
  return [...rows, verdict].map((line) => `${line}\n`).join("");
}

/** Live lines on stderr: what strikes when, and what users see of it each second. */
export function stormProgress(io: Io, now: () => number = Date.now) {
  let beganMs: number | undefined;
  const on = new Set<string>();
  const line = (text: string) => {
    const at = beganMs === undefined ? "" : `[${seconds(now() - beganMs).padStart(7)}] `;
    io.err(`${at}${text}\n`);
  };
  return {
    onBegin() {
      beganMs = now();
    },
    onSecond: (second: UserSecond) =>
      line(secondLine(second, beganMs === undefined ? "before" : on.size > 0 ? "fault" : "calm")),
    onState(state: FaultState, { kind, target }: { kind: string; target: string }, detail: string) {
      const name = `${kind} ${target}`;
      if (state === "intent") on.add(name);
      else line(`${name}: ${state}${detail ? ` (${detail})` : ""}`);
      if (state !== "intent" && state !== "injected" && state !== "verified") on.delete(name);
    },
    onPassed({ kind, target, state, detail }: StormEvent) {
      on.delete(`${kind} ${target}`);
      line(`${kind} ${target}: ${state} (${detail})`);
    },
  };
}

function exitCodeOf({ survived, stopped }: StormResult): number {
  if (survived) return exit.pass;
  return stopped === undefined ? exit.environment : exit.fail;
}

interface Flags extends StormFlags {
  dry?: boolean;
  json?: boolean;
}

/** `lab storm`: faults one after the other, drawn by a seed or at given times, within a blast radius. */
export const storm: Verb = (program, io) => {
  program
    .command("storm")
    .description(
      "break a stage that is up again and again, by a seed or a schedule, and see whether it recovers",
    )
    .option("--run <run>", "which one, when several stages are up")
    .option("--seed <text>", "the same seed draws the same storm (default: a new one, which is told)")
    .option(
      "--for <time>",
      `how long at most (default: ${stormDefaults.forMs / 60_000}m; with --at alone, as long as it takes)`,
    )
    .option(
      "--within <servers>",
      "servers that may be broken (default: the app servers, when there are several)",
    )
    .option(
      "--faults <kinds>",
      "kinds to draw from, with parameters if need be (default: all that are possible)",
    )
    .option("--at-most <n>", "servers broken at the same time", String(stormDefaults.atMost))
    .option("--every <time>", `from one fault to the next (default: ${stormDefaults.everyMs / 1000}s)`)
    .option(
      "--at <fault>",
      "a fault at a given time, again for more; nothing is drawn then, unless with --seed",
      collect,
      [] as string[],
    )
    .option("--dry", "show the schedule and touch nothing")
    .option("--json", "the schedule (with --dry) or the result as JSON on stdout")
    .addHelpText(
      "after",
      "\nThe steady state must hold before each fault; when it is not back 30 s after one, the storm stops." +
        "\nFaults go away in the end, after Ctrl-C, and also if this program is killed." +
        "\nExit: 0 survived, 1 stopped, 2 usage, 3 nothing took effect or not possible here." +
        "\nExamples: ./lab storm --seed 7 --for 2m --faults kill,latency" +
        "\n          ./lab storm --at '5s app-1 kill for 3s' --at '20s db-1 latency for 5s delay=100ms'\n",
    )
    .action(async (flags: Flags) => {
      const context = contextFrom(io);
      const planned = await planStormOf(context, stormWish(flags));
      if (flags.dry) {
        const { strikes, ...rest } = planned;
        if (flags.json) printJson(io, { ...rest, events: strikes });
        else io.out(scheduleText(planned));
        return;
      }
      io.err(scheduleText(planned));
      const result = await strike(context, planned, stormProgress(io));
      if (flags.json) printJson(io, result);
      else io.out(resultText(result));
      io.setExitCode(exitCodeOf(result));
    });
};
