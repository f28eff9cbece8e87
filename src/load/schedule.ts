import type { Arrivals, LoadJourney, UserRule } from "../model/load.ts";
import { createRandom } from "../model/seed.ts";
import { createArrivals } from "./arrivals.ts";
import { createJourneyPicker, meanRequests } from "./journeys.ts";

/** One virtual user to come. */
export interface Arrival {
  /** Counts all arrivals of the job, whichever process sends them. */
  index: number;
  /** Intended instant, ms from the start. */
  atMs: number;
  journey: LoadJourney;
  /** Which of the job's accounts `login: any` takes. */
  user: number;
}

export interface ScheduleRule {
  seed: string;
  rate: number;
  arrivals: Arrivals;
  mix: readonly LoadJourney[];
  users?: UserRule;
  durationMs?: number;
}

/**
 * The arrivals of a job in order, then undefined: from the seed alone, never from what happens.
 * Part `part` of `parts` holds every `parts`-th arrival, so that processes share one schedule.
 */
export function createSchedule(rule: ScheduleRule, part = 0, parts = 1): () => Arrival | undefined {
  const perSecond = rule.rate / meanRequests(rule.mix);
  const nextInstant = createArrivals(rule.arrivals, perSecond, createRandom(rule.seed, "arrivals"));
  const nextJourney = createJourneyPicker(rule.mix, createRandom(rule.seed, "journeys"));
  const users = createRandom(rule.seed, "users");
  const accounts = rule.users?.count ?? 1;
  const endMs = rule.durationMs ?? Number.POSITIVE_INFINITY;
  let index = 0;
  return () => {
    for (;;) {
      const arrival = {
        index: index++,
        atMs: nextInstant(),
        journey: nextJourney(),
        user: users.int(accounts),
      };
      if (arrival.atMs >= endMs) return undefined;
      if (arrival.index % parts === part) return arrival;
    }
  };
}

/** The id of a write: unique within a job, the same for the same seed. */
export function writeId(prefix: string, seedTag: string, arrival: number, step: number): string {
  return `${prefix}${seedTag}-${arrival.toString(36)}-${step}`;
}

/**
 * A whole number in [0, limit), drawn evenly and by nothing but seed, arrival and step (MurmurHash3's last mixing
 * steps): whichever process asks, and in whatever order, the answer is the same.
 */
export function draw(seed: number, arrival: number, step: number, limit: number): number {
  let hash = (seed ^ Math.imul(arrival + 1, 0x9e3779b1) ^ Math.imul(step + 1, 0x85ebca77)) >>> 0;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return Math.floor((((hash ^ (hash >>> 16)) >>> 0) / 0x100000000) * limit);
}

/** A short tag that keeps write ids of different seeds apart. */
export function seedTag(seed: string): string {
  return createRandom(seed, "writes").int(0x100000000).toString(16).padStart(8, "0");
}
