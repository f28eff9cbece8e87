import { setTimeout as sleep } from "node:timers/promises";
import type Docker from "dockerode";
import { LabError } from "../model/errors.ts";
import { stretched } from "../model/patience.ts";
import type { Say } from "../model/progress.ts";
import { type LastWords, lastWords, wordsText } from "./last-words.ts";

const lookEveryMs = 1500;
/** A server that is not ready, and has said nothing and done nothing for so long, makes no progress. */
const silentForMs = 45_000;
/** Processor time in that while that is work; health checks alone take less, unless the machine is very slow. */
const workS = 5;
const sayEveryMs = 15_000;

/** When one look at a server that is not ready saw something new. */
interface Seen {
  words: string;
  cpuS: number;
  changedAt: number;
}

/**
 * Who is stuck, of those that are not ready: its time to start is over, and nothing new has come from it for long.
 * `seen` is kept from look to look. Times in ms.
 */
export function stuckService(
  now: number,
  since: number,
  looks: readonly LastWords[],
  seen: Map<string, Seen>,
  allowed: Readonly<Record<string, number>>,
): LastWords | undefined {
  for (const look of looks) {
    const words = `${look.state} ${look.lines.join("\n")}`;
    const before = seen.get(look.service);
    if (before === undefined || before.words !== words || look.cpuS - before.cpuS >= workS)
      seen.set(look.service, { words, cpuS: look.cpuS, changedAt: now });
  }
  return looks.find((look) => {
    // one that waits for others has not begun
    if (look.state === "created") return false;
    const silent = now - (seen.get(look.service)?.changedAt ?? now);
    return now - since > stretched(allowed[look.service] ?? 0) && silent > stretched(silentForMs);
  });
}

/**
 * Looks at a stage that is coming up until the signal fires: tells now and then who is not ready yet. Throws LabError
 * `stage`, with a server's own last words, when one makes no progress any more.
 */
export async function watchStart(
  docker: Docker,
  project: string,
  options: { allowed: Readonly<Record<string, number>>; say: Say; signal: AbortSignal },
): Promise<void> {
  const since = Date.now();
  const seen = new Map<string, Seen>();
  let saidAt = since;
  for (;;) {
    await sleep(lookEveryMs, undefined, { signal: options.signal }).catch(() => {});
    if (options.signal.aborted) return;
    const looks = await lastWords(docker, project, 2).catch(() => undefined);
    if (looks === undefined || options.signal.aborted) continue; // an engine that is away: compose says so
    const now = Date.now();
    const stuck = stuckService(now, since, looks, seen, options.allowed);
    if (stuck) throw notReady(project, await lastWords(docker, project, 4), "makes no progress");
    if (now - saidAt < sayEveryMs) continue;
    saidAt = now;
    const names = looks.filter(({ state }) => state !== "created").map((one) => one.service);
    if (names.length > 0) {
      options.say(`still starting after ${Math.round((now - since) / 1000)} s: ${names.join(", ")}`);
    }
  }
}

/** A stage that did not come up, with the last words of those that are to blame. */
export function notReady(project: string, words: readonly LastWords[], why: string): LabError {
  const text = wordsText(words);
  return new LabError("stage", `stage did not come up (${project}): ${why}${text ? `\n  ${text}` : ""}`, {
    next: "whole logs are in the run folder; a machine that is only slow is given more time by STAGECRAFT_PATIENCE=4",
  });
}
