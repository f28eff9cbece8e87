import { describe, expect, it } from "vitest";
import { type PostEvent, textOf } from "../events/event.ts";
import type { Received } from "../messages/message.ts";
import { IndexMissing } from "./bulk.ts";
import { SearchUnavailable } from "./find.ts";
import type { Current } from "./index-names.ts";
import { eventsIn, lastOfEach, runIndexer } from "./indexer.ts";

const event = (n: number): PostEvent => ({
  id: `post-${n}`,
  author: "a",
  body: "b",
  at: "2026-01-01 00:00:00",
  version: n,
});
const message = (offset: number, value = textOf(event(offset)), partition = 0): Received => ({
  topic: "posts",
  key: "k",
  value,
  partition,
  offset: BigInt(offset),
});
const never = new AbortController().signal;

/** An index and a log in memory; `write` may be told to fail. */
function room(messages: readonly Received[], current: Current = { name: "posts-m2-1" }) {
  const made = {
    current,
    untouched: false,
    written: [] as string[],
    committed: [] as bigint[],
    logged: [] as string[],
    failures: [] as Error[],
    firsts: 0,
    working: false,
  };
  const parts = {
    source: {
      async *messages() {
        yield* messages;
      },
      commit: async (last: readonly Received[]) =>
        void made.committed.push(...last.map(({ offset }) => offset)),
    },
    current: async () => made.current,
    untouched: async () => made.untouched,
    first: async () => {
      made.firsts++;
      made.current = { name: "posts-m2-2" };
    },
    count: () => {},
    atWork: (working: boolean) => {
      made.working = working;
    },
    write: async (events: readonly PostEvent[]) => {
      const failure = made.failures.shift();
      if (failure) throw failure;
      made.written.push(...events.map(({ id }) => id));
      return { taken: events.length, known: 0, refused: [] };
    },
  };
  return { made, run: (signal = never) => runIndexer(parts, signal, (line) => made.logged.push(line)) };
}

describe("the indexer", () => {
  it("commits what is written, and only then", async () => {
    const { made, run } = room([message(1), message(2)]);
    made.failures = [new SearchUnavailable("away")];
    await run();
    expect(made.written).toEqual(["post-1", "post-2"]);
    expect(made.committed).toEqual([2n]);
    expect(made.working).toBe(true);
    expect(made.logged).toContain("waiting: search is not available: away");
  });

  it("makes the first index only when nothing of the log was read before", async () => {
    const missing: Current = { missing: true, trouble: "index missing: run `rebuild`" };
    const fresh = room([message(1)], missing);
    fresh.made.untouched = true;
    await fresh.run();
    expect(fresh.made).toMatchObject({ firsts: 1, written: ["post-1"] });

    const lost = room([message(1)], missing);
    const ended = new AbortController();
    const running = lost.run(ended.signal);
    await expect.poll(() => lost.made.logged).toEqual(["waiting: index missing: run `rebuild`"]);
    ended.abort();
    await running;
    expect(lost.made).toMatchObject({ firsts: 0, written: [], committed: [], working: false });
  });

  it("waits when the index is taken away under it, and goes on with the one that is put there", async () => {
    const { made, run } = room([message(1)]);
    made.failures = [new IndexMissing("posts")];
    const running = run();
    await running;
    expect(made).toMatchObject({ written: ["post-1"], committed: [1n], firsts: 0 });
  });

  it("does not stand still at a message that is no event", async () => {
    const { made, run } = room([message(1, "{}"), message(2)]);
    await run();
    expect(made.written).toEqual(["post-2"]);
    expect(made.committed).toEqual([2n]);
    expect(made.logged).toContain("left out, partition 0 offset 1: an event without id");
  });
});

it("knows the last message of each partition", () => {
  const messages = [message(1), message(7, "{}", 1), message(2)];
  expect(lastOfEach(messages).map(({ partition, offset }) => [partition, offset])).toEqual([
    [0, 2n],
    [1, 7n],
  ]);
  expect(eventsIn([message(3)], () => {})).toEqual([event(3)]);
});
