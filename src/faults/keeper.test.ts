import { beforeEach, describe, expect, test } from "vitest";
import { type Keeping, keepFaults } from "./keeper.ts";
import { createFaultPort } from "./port.ts";
import { type FakeRoom, fakeOwner, fakeRoom } from "./testing/fake-engine.ts";

const never = new AbortController().signal;
let room: FakeRoom;
let lives: boolean;
let keeping: Keeping;

beforeEach(() => {
  room = fakeRoom();
  lives = true;
  keeping = {
    journal: room.journal,
    reach: room.reach,
    owner: fakeOwner,
    ownerLives: () => lives,
    wait: (mostMs) => room.clock.sleep(mostMs, never),
  };
});

const inject = (kind: string, target: string, params = {}) =>
  room.port.inject(room.stage, room.order(kind, target, params));
const diesIn = (ms: number) =>
  room.clock.in(ms, () => {
    lives = false;
  });
/** When a state was first entered, in ms from the start. */
const instantOf = (state: string) => {
  const found = room.journal.records.find((one) => one.state === state);
  if (!found) throw new Error(`never ${state}: ${room.journal.states()}`);
  return found.at - 1_000_000;
};

describe("while the owner lives", () => {
  test("a fault is left on until its lease has run out, and a little longer", async () => {
    await inject("kill", "app-1"); // its lease: 10 s
    room.clock.in(10_400, () => expect(room.engine.of("c-app-1").running).toBe(false));
    diesIn(20_000);
    await keepFaults(keeping);
    expect(room.engine.of("c-app-1").running).toBe(true);
    expect(instantOf("healed")).toBeGreaterThanOrEqual(10_500);
    expect(instantOf("healed")).toBeLessThanOrEqual(11_000);
    expect(room.journal.records.at(-1)).toMatchObject({ by: "keeper" });
  });

  test("one that its owner takes away in time is none of the keeper's business", async () => {
    const active = await inject("kill", "app-1");
    room.clock.in(5000, async () => {
      await active.revert();
      await active.healed(1000, never);
    });
    diesIn(30_000);
    await keepFaults(keeping);
    expect(room.journal.states()).toEqual(["intent", "injected", "reverted", "healed"]);
    expect(room.diary.filter((line) => line.startsWith("start"))).toHaveLength(1);
  });

  test("faults that begin while it keeps are kept, too", async () => {
    room.clock.in(3000, () => inject("kill", "app-2"));
    diesIn(30_000);
    await keepFaults(keeping);
    expect(instantOf("healed")).toBeGreaterThanOrEqual(13_500);
    expect(instantOf("healed")).toBeLessThanOrEqual(14_000);
  });

  test("an engine that is away for minutes does not end its keeping", async () => {
    await inject("kill", "app-1");
    room.clock.in(5000, () => {
      room.engine.away = true;
    });
    room.clock.in(300_000, () => {
      room.engine.away = false;
    });
    diesIn(400_000);
    await keepFaults(keeping);
    expect(room.engine.of("c-app-1").running).toBe(true);
    expect(instantOf("healed")).toBeLessThanOrEqual(301_000);
  });

  test("one fault that does not go away does not keep another from being healed in time", async () => {
    await inject("kill", "app-1");
    await inject("kill", "app-2");
    room.engine.onCall((line) => {
      if (line === "state c-app-1" && lives) room.engine.of("c-app-1").running = false;
    });
    diesIn(60_000);
    await keepFaults(keeping);
    expect(instantOf("healed")).toBeLessThanOrEqual(15_000);
    expect(room.engine.of("c-app-2").running).toBe(true);
    expect(room.engine.of("c-app-1").running).toBe(true);
  });
});

describe("when the owner has died", () => {
  test("its faults are healed at once, whatever their leases say", async () => {
    await inject("kill", "app-1");
    diesIn(2000);
    await keepFaults(keeping);
    expect(instantOf("healed")).toBeLessThanOrEqual(2600);
    expect(room.engine.of("c-app-1").running).toBe(true);
  });

  test("an order that was under way and is carried out late is undone by a second round", async () => {
    await inject("kill", "app-1");
    lives = false;
    room.clock.in(1000, () => room.engine.containers.kill("c-app-1"));
    await keepFaults(keeping);
    expect(room.engine.of("c-app-1").running).toBe(true);
    expect(room.diary.filter((line) => line === "start c-app-1")).toHaveLength(2);
    expect(room.journal.open()).toEqual([]);
  });

  test("an intent of which nothing else is known is undone", async () => {
    room.engine.onCall((line) => {
      if (line === "kill c-app-1") room.engine.away = true; // its answer is never seen
    });
    await inject("kill", "app-1").catch(() => {});
    room.engine.away = false;
    room.engine.of("c-app-1").running = false;
    expect(room.journal.states()).toEqual(["intent"]);
    lives = false;
    room.engine.onCall((line) => {
      if (line === "start c-app-1") room.engine.away = false;
    });
    await keepFaults(keeping);
    expect(room.engine.of("c-app-1").running).toBe(true);
    expect(room.journal.states()).toEqual(["intent", "reverted", "healed", "reverted", "healed"]);
  });

  test("an engine that is away and comes back is waited for", async () => {
    await inject("kill", "app-1");
    lives = false;
    room.engine.away = true;
    room.clock.in(120_000, () => {
      room.engine.away = false;
    });
    await keepFaults(keeping);
    expect(room.engine.of("c-app-1").running).toBe(true);
    expect(instantOf("healed")).toBeGreaterThanOrEqual(120_000);
    expect(instantOf("healed")).toBeLessThanOrEqual(121_000);
  });

  test("an engine that stays away is given up after ten minutes, with the reason", async () => {
    await inject("kill", "app-1");
    lives = false;
    room.engine.away = true;
    await expect(keepFaults(keeping)).rejects.toMatchObject({ code: "engine" });
    expect(room.clock.now() - 1_000_000).toBeGreaterThanOrEqual(600_000);
    expect(room.clock.now() - 1_000_000).toBeLessThanOrEqual(602_000);
    expect(room.journal.open()).toHaveLength(1);
  });

  test("what one fault needs, another's undoing may bring: they are undone side by side", async () => {
    // the undo of the first is a command inside the container that the second killed
    room.journal.write({
      fault: "0a0a0a0a",
      state: "intent",
      stage: "two",
      kind: "operator-error",
      target: "db-1",
      params: {},
      containers: ["c-db"],
      owner: fakeOwner,
      expiresAt: 1_010_000,
      undo: [{ do: "command", container: "c-db", command: ["mend"], done: ["mended"] }],
    });
    let mended = false;
    room.engine.onExec((_, [word]) => {
      if (word === "mend") mended = true;
      return { code: word === "mended" && !mended ? 1 : 0, output: "" };
    });
    await inject("kill", "db-1");
    lives = false;
    await keepFaults(keeping);
    expect(mended).toBe(true);
    expect(room.journal.open()).toEqual([]);
    expect(room.clock.now() - 1_000_000).toBeLessThanOrEqual(5000);
  });

  test("nothing left to undo: it ends at once", async () => {
    const active = await inject("kill", "app-1");
    await active.revert();
    await active.healed(1000, never);
    lives = false;
    const before = [...room.diary];
    await keepFaults(keeping);
    expect(room.diary).toEqual(before);
    expect(room.clock.now()).toBe(1_000_000);
  });

  test.each([
    ["another process", { pid: 8, started: "then" }],
    ["a later process with the same number", { pid: 7, started: "now" }],
  ])("faults of %s are left alone", async (_, owner) => {
    const other = createFaultPort(room.context({ owner }));
    await other.inject(room.stage, room.order("kill", "app-2"));
    await inject("kill", "app-1");
    room.clock.in(20_000, () => {}); // the other's lease has run out by then, too
    diesIn(20_000);
    await keepFaults(keeping);
    expect(room.engine.of("c-app-1").running).toBe(true);
    expect(room.engine.of("c-app-2").running).toBe(false);
    expect(room.journal.open().map((one) => one.target)).toEqual(["app-2"]);
  });
});
