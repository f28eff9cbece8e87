import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { type Message, MessagesUnavailable } from "../messages/message.ts";
import type { Database, Queries } from "../store/database.ts";
import { eventOf } from "./event.ts";
import { relay } from "./relay.ts";

/** A database with an outbox of these places, and a lock that somebody else may hold. */
function outbox(places: number[], lockedBy: { other: boolean } = { other: false }) {
  const rows = new Map(
    places.map((place) => [place, { id: `post-${place}`, author: "a", body: "b", at: "c" }]),
  );
  const text = async (sql: string, values: unknown[] = []): Promise<unknown[]> => {
    if (sql.includes("GET_LOCK")) {
      // as the database does: waits a moment for it
      if (lockedBy.other) await sleep(5);
      return [{ got: lockedBy.other ? 0 : 1 }];
    }
    if (sql.startsWith("SELECT id AS place")) {
      return [...rows].sort(([a], [b]) => a - b).map(([place, event]) => ({ place, event }));
    }
    if (sql.startsWith("DELETE")) for (const place of values[0] as number[]) rows.delete(place);
    return [];
  };
  const queries = { text } as unknown as Queries;
  const on = (async (_: number, job: (q: Queries) => Promise<unknown>) => job(queries)) as Database["on"];
  return { rows, database: { on } };
}

/** Runs the relay until the check holds. */
async function running(
  parts: { database: { on: Database["on"] }; send: (message: Message) => Promise<void> },
  check: (logged: string[]) => void,
): Promise<void> {
  const logged: string[] = [];
  const stop = new AbortController();
  const done = relay(
    {
      database: parts.database,
      sender: { send: parts.send },
      topic: "posts",
      pollMs: 5,
      turnMs: 50,
      batchMs: 50,
    },
    stop.signal,
    (line) => logged.push(line),
  );
  await expect.poll(() => check(logged), { timeout: 3000 }).toBeUndefined();
  stop.abort();
  await done;
}

test("what waits goes to the log in order, keyed by its post, with its place as version, and out of the outbox", async () => {
  const { rows, database } = outbox([3, 1, 2]);
  const sent: Message[] = [];
  await running({ database, send: async (message) => void sent.push(message) }, () => {
    expect(rows.size).toBe(0);
  });
  expect(sent.map(({ key }) => key)).toEqual(["post-1", "post-2", "post-3"]);
  expect(eventOf(sent[2]!.value)).toMatchObject({ id: "post-3", version: 3 });
});

test("nothing leaves the outbox before the log has it", async () => {
  const { rows, database } = outbox([1, 2]);
  let away = true;
  const sent: string[] = [];
  await running(
    {
      database,
      send: async ({ key }) => {
        if (away) throw new MessagesUnavailable("no broker");
        sent.push(key);
      },
    },
    (logged) => {
      if (away) {
        expect(logged).toContain("waiting: the message queue is not available: no broker");
        expect(rows.size).toBe(2);
        away = false;
      }
      expect(rows.size).toBe(0);
    },
  );
  expect(sent).toEqual(["post-1", "post-2"]);
});

test("a second relay stands by, and takes over when the first one's lock is free", async () => {
  const lock = { other: true };
  const { rows, database } = outbox([1], lock);
  const sent: string[] = [];
  await running({ database, send: async ({ key }) => void sent.push(key) }, (logged) => {
    expect(logged).toContain("stands by: another relay is at work");
    if (lock.other) expect(sent).toEqual([]);
    lock.other = false;
    expect(rows.size).toBe(0);
  });
});
