import { startHostGenerator } from "../load/generator.ts";
import { plainJob } from "../load/plain-load.ts";
import { LabError } from "../model/errors.ts";
import type { LoadRecord, Tick, WindowRecord } from "../model/load-records.ts";
import { type UserSecond, userSecond } from "../model/steady.ts";

/** Light open-loop load that shows what users see, second by second. */
export interface Watch {
  seconds: UserSecond[];
  /** By intended instants; late answers come later. */
  ticks: Tick[];
  /** Resolves when a further second has been seen; rejects when the generator broke or the signal is aborted. */
  next(signal: AbortSignal): Promise<UserSecond>;
  stop(): Promise<void>;
}

export interface WatchOptions {
  url: string;
  path: string;
  ratePerS: number;
  workerFile: string;
  /** Also told how many answers of that second bear which server's name. */
  onSecond?: (second: UserSecond, answers: Map<string, number>) => void;
}

/** What users wait for an answer before they count it as failed. */
const timeouts = { connectMs: 1000, responseMs: 2000 };
/** If we die the generator hears nothing more from us; if we hang it ends by itself, after the longest fault there is. */
const longestMs = 2 * 3_600_000;

function answersByServer({ phases }: WindowRecord): Map<string, number> {
  const answers = new Map<string, number>();
  for (const { server, count } of phases.flatMap((phase) => phase.rows))
    if (server !== "") answers.set(server, (answers.get(server) ?? 0) + count);
  return answers;
}

/** Starts watching a service on this machine. */
export function startWatch(options: WatchOptions): Watch {
  const seconds: UserSecond[] = [];
  const ticks: Tick[] = [];
  const waiters = new Set<{ resolve: (second: UserSecond) => void; reject: (why: unknown) => void }>();
  const settle = (
    act: (waiter: { resolve: (s: UserSecond) => void; reject: (w: unknown) => void }) => void,
  ) => {
    const all = [...waiters];
    waiters.clear();
    for (const waiter of all) act(waiter);
  };
  let stopped = false;
  const take = (record: LoadRecord): void => {
    if (record.kind !== "window" || stopped) return;
    const second = userSecond(record);
    seconds.push(second);
    ticks.push(...record.ticks);
    options.onSecond?.(second, answersByServer(record));
    settle((waiter) => waiter.resolve(second));
  };
  const url = new URL(options.path, options.url);
  if (url.origin !== new URL(options.url).origin) {
    throw new LabError("usage", `${options.path} leads to another machine`, {
      next: "name a path of the service, such as /feed",
    });
  }
  const job = plainJob({
    url,
    rate: options.ratePerS,
    durationMs: longestMs,
    arrivals: "constant",
    seed: "watch",
  });
  const generator = startHostGenerator(options.workerFile, { ...job, timeouts }, take);
  let over: unknown;
  const end = (why: unknown) => {
    over = why;
    settle((waiter) => waiter.reject(why));
  };
  generator.ended.then(() => end(new LabError("load", "the watching load has ended")), end);
  return {
    seconds,
    ticks,
    next: (signal) =>
      new Promise((resolve, reject) => {
        if (signal.aborted) return reject(signal.reason);
        if (over !== undefined) return reject(over);
        const abort = () => reject(signal.reason);
        signal.addEventListener("abort", abort, { once: true });
        const done =
          <T>(act: (value: T) => void) =>
          (value: T) => {
            signal.removeEventListener("abort", abort);
            act(value);
          };
        waiters.add({ resolve: done(resolve), reject: done(reject) });
      }),
    async stop() {
      stopped = true;
      generator.stop();
      await generator.ended.catch(() => {});
    },
  };
}
