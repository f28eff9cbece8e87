import type { HostUsage } from "../model/event.ts";
import type { Doubt } from "./doubt.ts";
import { type EventOf, eventsOf, type StepData } from "./step-data.ts";

/**
 * Cores that others may take in a phase, what a hypervisor stole included. The engine, the kernel's own work and a health
 * check beside the run take a tenth of a core on a quiet host; a quarter of a core more moves what small servers show.
 */
const mostOthers = 0.3;
/** With so many cores idle whoever wakes finds one, even a server of the largest machine type: others do not disturb. */
const enoughIdle = 2;
/** A shorter phase is judged as if it lasted so long: a single burst in it is no neighbour. */
const leastSeconds = 2;

/** What happened on the host in one phase, in cores. */
interface Neighbours {
  others: number;
  stolen: number;
  idle: number;
  /** How long our controller waited for a core each time, in ms. */
  waitMs: number;
}

/**
 * Whether programs that are no part of the run, or other guests of its hypervisor, took cores that the run may have needed:
 * the host's busy time less everything of ours. Pressure as the kernel tells it (PSI) would not do: a server that waits
 * for its own quota counts there as well.
 */
export function neighbours(data: StepData): Doubt[] {
  const usage = eventsOf(data, "usage");
  const busy = usage
    .filter(({ edge }) => edge === "start")
    .flatMap((start) => {
      const end = usage.find(({ edge, phase }) => edge === "end" && phase === start.phase);
      const found = end && between(start, end);
      return found && found.others + found.stolen > mostOthers && found.idle < enoughIdle
        ? [{ phase: start.phase, ...found }]
        : [];
    });
  if (busy.length === 0) return [];
  const taken = (one: Neighbours) => one.others + one.stolen;
  const worst = busy.reduce((most, one) => (taken(one) > taken(most) ? one : most));
  const { others, stolen, idle, waitMs } = worst;
  const text = `others took ${others.toFixed(2)} cores and ${stolen.toFixed(2)} were stolen while ${idle.toFixed(2)} were idle (${worst.phase}; a turn was waited for ${waitMs.toFixed(1)} ms); at most ${mostOthers} may be`;
  return [
    { code: "host-busy", text, phases: [...new Set([...busy.map(({ phase }) => phase), "all" as const])] },
  ];
}

/** Whether the host was read, so that nobody must guess from the generator's share. */
export const knowsHost = (data: StepData): boolean =>
  eventsOf(data, "usage").some(({ host }) => host !== undefined);

function between(start: EventOf<"usage">, end: EventOf<"usage">): Neighbours | undefined {
  const seconds = (end.at - start.at) / 1000;
  if (!start.host || !end.host || seconds <= 0) return undefined;
  const [before, now] = [start.host, end.host];
  const long = Math.max(seconds, leastSeconds);
  const turns = now.turns - before.turns;
  return {
    // rounding of the kernel's ticks may make it less than nothing
    others: Math.max(0, now.busySeconds - before.busySeconds - oursBetween(before.ours, now.ours)) / long,
    stolen: (now.stolenSeconds - before.stolenSeconds) / long,
    idle: (now.idleSeconds - before.idleSeconds) / seconds,
    waitMs: turns > 0 ? ((now.waitedSeconds - before.waitedSeconds) / turns) * 1000 : 0,
  };
}

/** A counter that went back began anew with its container; what a vanished one used is unknown, and small. */
function oursBetween(before: HostUsage["ours"], now: HostUsage["ours"]): number {
  return Object.entries(now).reduce((sum, [name, seconds]) => {
    const was = before[name] ?? 0;
    return sum + (seconds >= was ? seconds - was : seconds);
  }, 0);
}
