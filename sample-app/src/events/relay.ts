import { setTimeout as sleep } from "node:timers/promises";
import type { Sender } from "../messages/message.ts";
import { sayOnce } from "../say-once.ts";
import type { Database, Queries } from "../store/database.ts";
import { takeFromOutbox, waitingInOutbox } from "../store/outbox.ts";
import { textOf } from "./event.ts";

export interface RelayParts {
  database: Pick<Database, "on">;
  sender: Pick<Sender, "send">;
  topic: string;
  pollMs: number;
  /** How long a turn with one connection lasts, and one batch at most. */
  turnMs: number;
  batchMs: number;
}

const lockName = "stagecraft-relay";
const lockWaitS = 1;
const batchSize = 500;
const retryMs = 500;

/**
 * Moves what waits in the outbox to the log, in order, until `signal` aborts. Acknowledged first, deleted then: whoever
 * dies in between sends it again, so readers must not mind what comes twice. A second relay stands by under the lock.
 */
export async function relay(
  parts: RelayParts,
  signal: AbortSignal,
  log: (line: string) => void,
): Promise<void> {
  const say = sayOnce(log);
  while (!signal.aborted) {
    try {
      const mine = await parts.database.on(parts.turnMs + parts.batchMs, (queries) =>
        turn(parts, queries, signal, () => say("moves events from the outbox to the log")),
      );
      if (!mine) say("stands by: another relay is at work");
    } catch (thrown) {
      say(`waiting: ${thrown instanceof Error ? thrown.message : String(thrown)}`);
      await sleep(retryMs, undefined, { signal }).catch(() => {});
    }
  }
}

/** False when another relay has the lock. */
async function turn(
  parts: RelayParts,
  queries: Queries,
  signal: AbortSignal,
  atWork: () => void,
): Promise<boolean> {
  const [lock] = await queries.text<{ got: number | null }>(`SELECT GET_LOCK(?, ${lockWaitS}) AS got`, [
    lockName,
  ]);
  if (lock?.got !== 1) return false;
  try {
    const end = performance.now() + parts.turnMs;
    while (performance.now() < end && !signal.aborted) {
      const moved = await moveSome(parts, queries);
      atWork();
      if (moved === 0) await sleep(parts.pollMs, undefined, { signal }).catch(() => {});
    }
    return true;
  } finally {
    await queries.text("DO RELEASE_LOCK(?)", [lockName]).catch(() => {});
  }
}

async function moveSome({ sender, topic }: RelayParts, queries: Queries): Promise<number> {
  const waiting = await waitingInOutbox(queries, batchSize);
  if (waiting.length === 0) return 0;
  // all in one turn of the event loop: they go as one batch, in this order
  await Promise.all(waiting.map(({ event }) => sender.send({ topic, key: event.id, value: textOf(event) })));
  await takeFromOutbox(
    queries,
    waiting.map(({ place }) => place),
  );
  return waiting.length;
}
