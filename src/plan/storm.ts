import { LabError } from "../model/errors.ts";
import { faultKind } from "../model/fault.ts";
import { createRandom, type Random } from "../model/seed.ts";
import { drawParams, fits, type StormTarget } from "./storm-draw.ts";

/** A kind that may be drawn; with parameters it strikes with just these. */
export interface StormKind {
  kind: string;
  params?: Readonly<Record<string, string>>;
}

export interface StormOptions {
  seed: string;
  forMs: number;
  /** The blast radius: servers that may be struck. */
  targets: readonly StormTarget[];
  kinds: readonly StormKind[];
  /** Servers that may be broken at the same time. */
  atMost: number;
  /** From one wave of faults to the next. */
  everyMs: number;
}

/** One fault of a storm: `atMs` counts from the storm's beginning, parameters are as they would be written. */
export interface PlannedStrike {
  atMs: number;
  forMs: number;
  kind: string;
  target: string;
  params: Readonly<Record<string, string>>;
}

export const shortestStrikeMs = 2000;
export const longestStrikeMs = 10_000;
/** Left free after each wave, so that the service can recover before the next. */
export const recoveryGapMs = 5000;
const gridMs = 100;
const shortestSlotMs = shortestStrikeMs + recoveryGapMs;

interface Candidate {
  target: string;
  kinds: StormKind[];
}

const endOf = (strike: PlannedStrike): number => strike.atMs + strike.forMs;
const seconds = (ms: number): string => `${ms / 1000}s`;

/** Uniform on the grid, both ends included. */
function drawMs(random: Random, least: number, most: number): number {
  return least + random.int(Math.floor((most - least) / gridMs) + 1) * gridMs;
}

/** Servers with the kinds that make sense on them; in an order that does not hang on the order of the words. */
function candidatesOf({ targets, kinds }: StormOptions): Candidate[] {
  const key = ({ kind, params }: StormKind) => `${kind} ${JSON.stringify(params ?? {})}`;
  const sorted = [...kinds].sort((a, b) => (key(a) < key(b) ? -1 : 1));
  return [...targets]
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .map((target) => ({
      target: target.name,
      kinds: sorted.filter(({ kind }) => {
        const known = faultKind(kind);
        return known !== undefined && fits(known, target);
      }),
    }))
    .filter((candidate) => candidate.kinds.length > 0);
}

/** Faults on different servers that all overlap the first, within the first `roomMs` of a slot. */
function wave(
  random: Random,
  candidates: readonly Candidate[],
  fromMs: number,
  roomMs: number,
  atMost: number,
) {
  const left = [...candidates];
  const strikes: PlannedStrike[] = [];
  const many = 1 + random.int(Math.min(atMost, left.length));
  const roomEnd = fromMs + roomMs;
  for (let count = 0; count < many; count++) {
    const { target, kinds } = left.splice(random.int(left.length), 1)[0]!;
    const { kind, params } = kinds[random.int(kinds.length)]!;
    const lead = strikes[0];
    const latest = Math.min(roomEnd - shortestStrikeMs, lead ? endOf(lead) - gridMs : roomEnd);
    const atMs = drawMs(random, lead ? lead.atMs : fromMs, latest);
    const forMs = drawMs(random, shortestStrikeMs, Math.min(longestStrikeMs, roomEnd - atMs));
    strikes.push({ atMs, forMs, kind, target, params: params ?? drawParams(kind, random) });
  }
  return strikes;
}

function check({ forMs, everyMs, atMost }: StormOptions): void {
  const why = `a fault lasts ${seconds(shortestStrikeMs)} at least, and ${seconds(recoveryGapMs)} are left for the recovery`;
  for (const [what, ms] of [
    ["a storm", forMs],
    ["the time from one fault to the next", everyMs],
  ] as const) {
    if (ms >= shortestSlotMs) continue;
    throw new LabError("usage", `${seconds(ms)} is too short for ${what}: ${why}`, {
      next: `give it ${seconds(shortestSlotMs)} or more`,
    });
  }
  if (!Number.isInteger(atMost) || atMost < 1)
    throw new LabError("usage", `at most ${atMost} servers broken at the same time: it takes 1 or more`);
}

/**
 * Draws a storm: a wave of faults in each `everyMs`, oldest first; the same seed and options give the same schedule.
 * Never more than `atMost` servers are struck in a wave, none of them twice, and `recoveryGapMs` are free after it.
 * Empty when no kind makes sense on any target. Throws LabError `usage` for times that leave no room.
 */
export function planStorm(options: StormOptions): PlannedStrike[] {
  check(options);
  const candidates = candidatesOf(options);
  if (candidates.length === 0) return [];
  const strikes: PlannedStrike[] = [];
  for (let fromMs = 0; options.forMs - fromMs >= shortestSlotMs; fromMs += options.everyMs) {
    const roomMs = Math.min(options.everyMs, options.forMs - fromMs) - recoveryGapMs;
    // a stream of its own for each wave: a longer storm begins as a shorter one does
    const random = createRandom(options.seed, "storm", fromMs);
    strikes.push(...wave(random, candidates, fromMs, roomMs, options.atMost));
  }
  return strikes.sort((a, b) => a.atMs - b.atMs);
}

/** Strikes that overlap in time, together; the service recovers between one wave and the next. */
export function wavesOf(strikes: readonly PlannedStrike[]): PlannedStrike[][] {
  const waves: PlannedStrike[][] = [];
  let end = 0;
  for (const strike of [...strikes].sort((a, b) => a.atMs - b.atMs)) {
    const current = waves.at(-1);
    if (current && strike.atMs < end) current.push(strike);
    else waves.push([strike]);
    end = Math.max(current ? end : 0, endOf(strike));
  }
  return waves;
}
