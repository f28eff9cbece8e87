import { setTimeout as sleep } from "node:timers/promises";
import { reasonOf } from "../messages/sender.ts";
import { type Log, retryMs } from "./patiently.ts";

/**
 * Runs a job again whenever something throws where nobody can catch it. The Kafka client does, from callbacks of its own,
 * when it is about to ask a broker that has just died. The job's signal aborts then, and it has to begin with new clients.
 */
export async function outlive(
  job: (signal: AbortSignal) => Promise<void>,
  signal: AbortSignal,
  log: Log,
): Promise<void> {
  while (!signal.aborted) {
    const broken = new AbortController();
    const heard = (thrown: unknown): void => {
      if (!broken.signal.aborted) log(`begins anew: ${reasonOf(thrown)}`);
      broken.abort();
    };
    process.on("uncaughtException", heard);
    try {
      await job(AbortSignal.any([signal, broken.signal]));
      if (broken.signal.aborted) await sleep(retryMs, undefined, { signal }).catch(() => {});
    } finally {
      process.off("uncaughtException", heard);
    }
  }
}
