import { expect, test } from "vitest";
import type { PostEvent } from "../events/event.ts";
import { IndexMissing, indexEvents } from "./bulk.ts";
import { answering } from "./search.fixture.ts";

const event = (n: number): PostEvent => ({ id: `post-${n}`, author: "a", body: "b", at: "c", version: n });
const item = (status: number, reason?: string) => ({
  index: { status, ...(reason ? { error: { type: "t", reason } } : {}) },
});
const answer = (...items: unknown[]) => ({ status: 200, body: { errors: true, items } });

test("a document has its post's name and version, and what is known already counts apart", async () => {
  const { engine, asked, close } = await answering(() =>
    answer(item(201), item(409, "newer"), item(400, "no date")),
  );
  const events = [1, 2, 3].map(event);
  expect(await indexEvents(engine, "posts", events, "post", 1000)).toEqual({
    taken: 1,
    known: 1,
    refused: [{ id: "post-3", why: "no date" }],
  });
  expect(asked[0]).toMatchObject({ method: "POST", path: "/posts/_bulk?require_alias=true" });
  const lines = asked[0]!.body
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
  expect(lines[0]).toEqual({ index: { _id: "post-1", version: 1, version_type: "external" } });
  expect(lines[1]).toEqual(event(1));
  close();
});

test("an index that is away, and an engine that is busy, are no reason to leave anything out", async () => {
  const missing = await answering(() => answer(item(404, "no such index")));
  await expect(indexEvents(missing.engine, "posts", [event(1)], "post", 1000)).rejects.toThrow(IndexMissing);
  missing.close();
  const busy = await answering(() => answer(item(201), item(429, "queue full")));
  await expect(indexEvents(busy.engine, "posts", [event(1), event(2)], "post", 1000)).rejects.toThrow(
    "search is not available: the search engine is busy: queue full",
  );
  busy.close();
});

test("without names of ours the engine chooses them, and no version is compared", async () => {
  const { engine, asked, close } = await answering(() => answer(item(201)));
  await indexEvents(engine, "posts-m2-1", [event(1)], "engine", 1000);
  expect(asked[0]!.path).toBe("/posts-m2-1/_bulk");
  expect(JSON.parse(asked[0]!.body.split("\n")[0]!)).toEqual({ index: {} });
  close();
});
