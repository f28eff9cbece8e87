import { beforeEach, expect, test } from "vitest";
import { LabError } from "../model/errors.ts";
import type { OpenFault } from "../model/fault-ports.ts";
import { type Healer, healFault } from "./heal.ts";
import { type FakeRoom, fakeRoom } from "./testing/fake-engine.ts";

let room: FakeRoom;
let healer: Healer;
let fault: OpenFault;

beforeEach(async () => {
  room = fakeRoom();
  healer = { journal: room.journal, reach: room.reach, by: "heal" };
  await room.port.inject(room.stage, room.order("kill", "box-1"));
  [fault] = room.journal.open() as [OpenFault];
});

test("does what the journal says, proves it, and says who did it", async () => {
  expect(await healFault(fault, healer, 1000)).toBe(true);
  expect(room.engine.of("c-web").running && room.engine.of("c-job").running).toBe(true);
  expect(room.journal.records.slice(-2)).toEqual([
    { at: 1_000_000, fault: fault.fault, state: "reverted", by: "heal", tookMs: 0 },
    { at: 1_000_000, fault: fault.fault, state: "healed", by: "heal", tookMs: 0 },
  ]);
  expect(room.journal.open()).toEqual([]);
});

test("repeats the acts until they have taken effect, and tells the time it took", async () => {
  let starts = 0;
  room.engine.onCall((line) => {
    if (line === "state c-job" && starts < 3) room.engine.of("c-job").running = false;
    if (line === "start c-job") starts++;
  });
  expect(await healFault(fault, healer, 10_000)).toBe(true);
  expect(starts).toBe(3);
  expect(room.journal.states()).toEqual(["intent", "injected", "reverted", "healed"]);
  expect(room.journal.records.at(-1)).toMatchObject({ tookMs: 600 });
});

test("gives up at the deadline, and leaves the fault open", async () => {
  room.engine.onCall((line) => {
    if (line === "state c-job") room.engine.of("c-job").running = false;
  });
  expect(await healFault(fault, healer, 2000)).toBe(false);
  expect(room.clock.now()).toBe(1_002_100);
  expect(room.journal.records.at(-1)).toMatchObject({ state: "not-healed", by: "heal", tookMs: 2100 });
  expect(room.journal.open().map((one) => one.last)).toEqual(["not-healed"]);
});

test.each([
  ["the engine is away", () => void Object.assign(room.engine, { away: true }), "engine"],
  ["an act is refused", () => void room.engine.fail("start c-web"), "fault"],
  [
    "a look at what was done is refused",
    () => room.engine.onCall((line) => void (line === "start c-web" && room.engine.fail("state c-web"))),
    "stage",
  ],
])("passes on that %s, with the fault still open", async (_, happens, code) => {
  happens();
  const thrown = await healFault(fault, healer, 1000).catch((why: unknown) => why);
  expect(thrown).toBeInstanceOf(LabError);
  expect(thrown).toMatchObject({ code });
  expect(room.journal.open()).toHaveLength(1);
  expect(room.journal.states()).not.toContain("healed");
});

test("one act that is refused does not keep the others from being done", async () => {
  room.engine.fail("start c-web");
  await expect(healFault(fault, healer, 1000)).rejects.toThrow(
    "not undone: the container engine refuses (500): start c-web",
  );
  expect(room.engine.of("c-job").running).toBe(true);
});

test("a fault that was healed already is healed again without harm", async () => {
  await healFault(fault, healer, 1000);
  const life = room.engine.of("c-web").startedAt;
  expect(await healFault(fault, healer, 1000)).toBe(true);
  expect(room.engine.of("c-web").startedAt).toBe(life);
  expect(room.journal.open()).toEqual([]);
});

test("a fault whose containers are gone is over", async () => {
  room.engine.vanish("c-web");
  room.engine.vanish("c-job");
  expect(await healFault(fault, healer, 1000)).toBe(true);
});
