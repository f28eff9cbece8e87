import { expect, test } from "vitest";
import { type PostEvent, textOf } from "../events/event.ts";
import type { Received } from "../messages/message.ts";
import { rebuild } from "./rebuild.ts";

const message = (n: number): Received => ({
  topic: "posts",
  key: "k",
  value: textOf({ id: `post-${n}`, author: "a", body: "b", at: "2026-01-01 00:00:00", version: n }),
  partition: 0,
  offset: BigInt(n),
});

test("the alias is switched when the log was read to its end, and what came meanwhile is read after that", async () => {
  const happened: string[] = [];
  const log = [message(1), message(2)];
  let committed = 0;
  const parts = {
    source: {
      async *messages() {
        for (let n = 0; ; n++) {
          while (n >= log.length) await new Promise((resolve) => setTimeout(resolve, 10));
          yield log[n]!;
        }
      },
      async commit(last: readonly Received[]) {
        committed = Math.max(committed, ...last.map(({ offset }) => Number(offset)));
      },
    },
    left: async () => log.length - committed,
    indices: {
      create: async () => "posts-m2-9",
      refresh: async () => void happened.push("refreshed"),
      async switchTo(name: string) {
        happened.push(`switched to ${name}`);
        // the running indexer wrote this one to the old index just before
        log.push(message(3));
      },
      removeOthers: async () => ["posts-m1-1"],
    },
    write: async (index: string, events: readonly PostEvent[]) => {
      happened.push(...events.map(({ id }) => `${id} to ${index}`));
      return { taken: events.length, known: 0, refused: [] };
    },
  };
  expect(await rebuild(parts, () => {})).toEqual({
    index: "posts-m2-9",
    documents: 3,
    removed: ["posts-m1-1"],
  });
  expect(happened).toEqual([
    "post-1 to posts-m2-9",
    "post-2 to posts-m2-9",
    "refreshed",
    "switched to posts-m2-9",
    "post-3 to posts-m2-9",
  ]);
});

test("one that is stopped on the way removes nothing", async () => {
  const happened: string[] = [];
  const parts = {
    source: {
      async *messages() {
        yield message(1);
      },
      commit: async () => {},
    },
    left: async () => 5,
    indices: {
      create: async () => "posts-m2-9",
      refresh: async () => {},
      switchTo: async () => void happened.push("switched"),
      removeOthers: async () => {
        happened.push("removed");
        return [];
      },
    },
    write: async () => ({ taken: 1, known: 0, refused: [] }),
  };
  await expect(rebuild(parts, () => {})).rejects.toThrow("stopped before the end of the log");
  expect(happened).toEqual([]);
});
