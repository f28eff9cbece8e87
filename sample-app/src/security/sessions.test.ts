import { expect, test } from "vitest";
import { createMemorySessions, isSessionId, newSessionId } from "./sessions.ts";

const ann = { userId: 1, userName: "ann" };

test("a session is found by its id until it is ended", async () => {
  const sessions = createMemorySessions({ max: 10, ttlMs: 1000 });
  const id = await sessions.create(ann);
  expect(await sessions.find(id)).toEqual(ann);
  expect(await sessions.find("made-up")).toBeUndefined();
  await sessions.end(id);
  expect(await sessions.find(id)).toBeUndefined();
});

test("another server's memory does not know it", async () => {
  const [one, other] = [0, 1].map(() => createMemorySessions({ max: 10, ttlMs: 1000 }));
  expect(await other!.find(await one!.create(ann))).toBeUndefined();
});

test("it ends when unused for its time to live, and use prolongs it", async () => {
  let now = 0;
  const sessions = createMemorySessions({ max: 10, ttlMs: 100 }, () => now);
  const id = await sessions.create(ann);
  now = 99;
  expect(await sessions.find(id)).toEqual(ann);
  now = 198;
  expect(await sessions.find(id)).toEqual(ann);
  now = 298;
  expect(await sessions.find(id)).toBeUndefined();
});

test("when full, the one unused for longest makes room", async () => {
  const sessions = createMemorySessions({ max: 2, ttlMs: 1000 });
  const first = await sessions.create(ann);
  const second = await sessions.create(ann);
  await sessions.find(first);
  await sessions.create(ann);
  expect(await sessions.find(first)).toEqual(ann);
  expect(await sessions.find(second)).toBeUndefined();
});

test("ids are new each time, and nothing else looks like one", () => {
  expect(newSessionId()).not.toBe(newSessionId());
  expect(isSessionId(newSessionId())).toBe(true);
  for (const other of ["", "made-up", `${newSessionId()}x`, `${newSessionId().slice(1)}*`]) {
    expect(isSessionId(other)).toBe(false);
  }
});
