import type { WriteRecord } from "../model/load-records.ts";
import { type CookieJar, createCookieJar } from "./http/cookies.ts";
import type { Pool } from "./http/pool.ts";
import { isRequest, type RequestStep, requestsOf } from "./journeys.ts";
import type { Arrival } from "./schedule.ts";

/** Someone on a journey: cookies, connections, and what they did so far. */
export interface VirtualUser {
  arrival: Arrival;
  /** Index of the step that is due or under way. */
  at: number;
  /** Intended instant of that step. */
  dueMs: number;
  pool: Pool;
  /** Only users of more than one step need one. */
  jar: CookieJar | undefined;
  /** Account name once a log-in was tried. */
  name: string;
  loggedIn: boolean;
  /** The server that answered the log-in. */
  issuedBy: string;
  /** By ledger; absent before the first. */
  lastWrites: Map<string, { id: string; result: WriteRecord["result"] }> | undefined;
}

export function createVirtualUser(arrival: Arrival, startMs: number, pool: Pool): VirtualUser {
  return {
    arrival,
    at: 0,
    dueMs: startMs + arrival.atMs,
    pool,
    jar: arrival.journey.steps.length > 1 ? createCookieJar() : undefined,
    name: "",
    loggedIn: false,
    issuedBy: "",
    lastWrites: undefined,
  };
}

/** The request that is due. */
export function stepOf(user: VirtualUser): RequestStep {
  return user.arrival.journey.steps[user.at] as RequestStep;
}

/** Moves on to the next request, thinking on the way: false when the journey is over. Thinking starts at `fromMs`. */
export function advance(user: VirtualUser, fromMs: number): boolean {
  const { steps } = user.arrival.journey;
  user.dueMs = fromMs;
  for (; user.at < steps.length; user.at++) {
    const step = steps[user.at]!;
    if (isRequest(step)) return true;
    user.dueMs += step.ms;
  }
  return false;
}

/** Requests of the journey from the current step on. */
export function requestsLeft(user: VirtualUser): number {
  const { journey } = user.arrival;
  return requestsOf({ ...journey, steps: journey.steps.slice(user.at) });
}
