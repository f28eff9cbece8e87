import type { Clock } from "./clock.ts";
import { createDueQueue } from "./due-queue.ts";
import type { Endpoint } from "./http/endpoint.ts";
import { createPool } from "./http/pool.ts";
import type { Reply } from "./http/reply.ts";
import type { ResolvedOpenJob } from "./job.ts";
import { outcomeOf } from "./judge.ts";
import type { Observer } from "./observer.ts";
import type { Recorder } from "./recorder.ts";
import { createRequestMaker } from "./request-maker.ts";
import type { Arrival } from "./schedule.ts";
import { advance, createVirtualUser, requestsLeft, stepOf, type VirtualUser } from "./virtual-user.ts";

/** What the loop counts about itself. */
export interface LoopGauges {
  outstanding: number;
  /** Requests that had to wait for the cap, since the start. */
  capHits: number;
  localErrors: number;
  bytesSent: number;
  bytesReceived: number;
  abandoned: number;
}

/** Sends requests at their intended instants, whether or not earlier ones have been answered. */
export interface OpenLoop {
  start(): void;
  /** No more arrivals or steps; what is under way goes on. */
  stopArrivals(): void;
  /** Resolves when arrivals are over and nothing is under way. */
  drained: Promise<void>;
  sweep(): void;
  close(): void;
  gauges: LoopGauges;
}

export interface LoopParts {
  job: ResolvedOpenJob;
  clock: Clock;
  startMs: number;
  nextArrival: () => Arrival | undefined;
  endpoint: Endpoint;
  recorder: Recorder;
  observer: Observer;
  /** Requests under way at most, for this process. */
  maxOutstanding: number;
}

/**
 * After so many sends at once, answers are looked at before it goes on: a loop that never does finds no
 * idle connection, opens a new one each time, and falls behind for good.
 */
const mostAtOnce = 32;

export function createOpenLoop(parts: LoopParts): OpenLoop {
  const { job, clock, startMs, recorder, observer, endpoint } = parts;
  const shared = createPool(endpoint, job.timeouts);
  const makeRequest = createRequestMaker(job);
  const steps = createDueQueue<VirtualUser>();
  const waiting: VirtualUser[] = []; // due, but the cap is reached
  let waitingFrom = 0;
  const gauges: LoopGauges = {
    outstanding: 0,
    capHits: 0,
    localErrors: 0,
    bytesSent: 0,
    bytesReceived: 0,
    abandoned: 0,
  };
  const endMs = startMs + (job.durationMs ?? Number.POSITIVE_INFINITY);
  let arrival: Arrival | undefined;
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  let wakingSoon = false; // after the answers that are there now
  let resolveDrained: () => void = () => {};
  const drained = new Promise<void>((resolve) => {
    resolveDrained = resolve;
  });

  function leave(user: VirtualUser): void {
    if (user.pool !== shared) user.pool.close();
  }

  function settleIfDrained(): void {
    if (stopped && gauges.outstanding === 0 && waitingFrom === waiting.length) resolveDrained();
  }

  function ended(user: VirtualUser, writeId: string | undefined, sentMs: number, reply: Reply): void {
    const endedMs = clock.now();
    const step = stepOf(user);
    const outcome = outcomeOf(step, reply, user.loggedIn);
    gauges.outstanding--;
    gauges.bytesReceived += reply.bytes;
    if (reply.local) gauges.localErrors++;
    observer.ended({ user, step, writeId, sentMs, endMs: endedMs, reply, outcome });
    if (user.jar && reply.cookies.length > 0) user.jar.take(reply.cookies, Date.now());
    if (step.kind === "login") {
      user.loggedIn = outcome === "ok";
      user.issuedBy = reply.servedBy;
    }
    user.at++;
    // a user whose log-in failed gives up; everyone else goes on
    const givesUp = step.kind === "login" && outcome !== "ok";
    if (!advance(user, endedMs)) leave(user);
    else if (givesUp || stopped || user.dueMs >= endMs) {
      gauges.abandoned += requestsLeft(user);
      leave(user);
    } else if (user.dueMs <= endedMs) launch(user);
    else {
      steps.push(user.dueMs, user);
      arm();
    }
    while (waitingFrom < waiting.length && gauges.outstanding < parts.maxOutstanding) send(nextWaiting());
    if (stopped) settleIfDrained();
  }

  function nextWaiting(): VirtualUser {
    const user = waiting[waitingFrom++]!;
    if (waitingFrom === waiting.length) {
      waiting.length = 0;
      waitingFrom = 0;
    }
    return user;
  }

  function send(user: VirtualUser): void {
    const sentMs = clock.now();
    recorder.sent(user.dueMs, sentMs);
    const { text, id } = makeRequest(user, stepOf(user));
    gauges.outstanding++;
    gauges.bytesSent += text.length;
    user.pool.send(text, (reply) => ended(user, id, sentMs, reply));
  }

  function launch(user: VirtualUser): void {
    recorder.scheduled(user.dueMs);
    if (gauges.outstanding < parts.maxOutstanding) send(user);
    else {
      gauges.capHits++;
      waiting.push(user);
    }
  }

  function arrive(one: Arrival): void {
    // who follows the name's answers does so with each connection
    const sticky = job.addresses === undefined;
    const pool = job.connections === "shared" ? shared : createPool(endpoint, job.timeouts, sticky);
    const user = createVirtualUser(one, startMs, pool);
    advance(user, user.dueMs); // a journey may begin with a thought
    if (user.dueMs <= clock.now()) launch(user);
    else if (user.dueMs < endMs) steps.push(user.dueMs, user);
    else gauges.abandoned += requestsLeft(user);
  }

  /** Does what is due, in order, however late: nothing is dropped when the process was held up. */
  function catchUp(most = Number.POSITIVE_INFINITY): void {
    for (let done = 0; done < most; done++) {
      const arrivalMs = arrival ? startMs + arrival.atMs : Number.POSITIVE_INFINITY;
      const dueMs = Math.min(arrivalMs, steps.nextMs());
      if (dueMs > clock.now() || dueMs === Number.POSITIVE_INFINITY) return;
      if (arrivalMs <= dueMs) {
        const one = arrival!;
        arrival = parts.nextArrival();
        arrive(one);
      } else launch(steps.pop()!);
    }
  }

  function wake(): void {
    timer = undefined;
    wakingSoon = false;
    if (stopped) return;
    catchUp(mostAtOnce);
    arm();
  }

  let armedForMs = Number.POSITIVE_INFINITY;
  function arm(): void {
    const arrivalMs = arrival ? startMs + arrival.atMs : Number.POSITIVE_INFINITY;
    const dueMs = Math.min(arrivalMs, steps.nextMs());
    if (wakingSoon || (timer && armedForMs <= dueMs)) return;
    clearTimeout(timer);
    timer = undefined;
    if (stopped || dueMs === Number.POSITIVE_INFINITY) return;
    armedForMs = dueMs;
    if (dueMs <= clock.now()) {
      wakingSoon = true;
      setImmediate(wake);
      return;
    }
    // no longer than a timer can hold: it looks again then
    timer = setTimeout(wake, Math.min(clock.delayUntil(dueMs), 3_600_000));
  }

  return {
    drained,
    gauges,
    start() {
      arrival = parts.nextArrival();
      arm();
    },
    stopArrivals() {
      catchUp(); // what became due before this moment was asked for
      stopped = true;
      clearTimeout(timer);
      for (let user = steps.pop(); user; user = steps.pop()) {
        gauges.abandoned += requestsLeft(user);
        leave(user);
      }
      settleIfDrained();
    },
    sweep: () => shared.sweep(),
    close() {
      shared.close();
      endpoint.close();
    },
  };
}
