import { beforeEach, describe, expect, test } from "vitest";
import { type FakeRoom, fakeRoom } from "../testing/fake-engine.ts";
import { type FakeMachine, fakeMachine } from "../testing/machine.ts";
import { memory } from "./memory.ts";

const mib = 1024 ** 2;
let room: FakeRoom;
let machine: FakeMachine;
beforeEach(() => {
  room = fakeRoom();
  machine = fakeMachine(room.engine);
  machine.memory = { limit: 192 * mib, left: 100 * mib, host: { total: 4096 * mib, available: 2048 * mib } };
});

async function strikeAt(target: string, params = {}) {
  const strike = room.strike(target, params);
  const undo = await memory.plan(strike);
  return { strike, undo, says: await memory.inject(strike) };
}
const greedy = () => room.engine.helpersThere().filter((one) => one.helper?.fault !== undefined);
const wheres = () => greedy().map((one) => JSON.parse(one.helper!.command.at(-1)!).where as string);

test("helpers go first, then what was killed is started", async () => {
  expect(await memory.plan(room.strike("app-1"))).toEqual([
    { do: "helpers" },
    { do: "start", container: "c-app-1-host" },
    { do: "start", container: "c-app-1" },
  ]);
});

test.each([
  ["box-1", ["/stagecraft/r/server-box-1"]],
  ["app-1", ["c-app-1"]],
  ["right", ["c-app-2", "c-db"]],
])("one greedy process for each limit of %s, which knows its time", async (target, limits) => {
  machine.said = { state: "struck", taken: 96 * mib, left: 0 };
  await strikeAt(target);
  const named = limits.map((one) => (one.startsWith("/") ? one : String(room.engine.of(one).pid)));
  expect(wheres()).toEqual(named);
  expect(JSON.parse(greedy()[0]!.helper!.command.at(-1)!)).toMatchObject({ seconds: 10, leave: null });
});

describe("what is not done", () => {
  test.each([
    ["no limit of its own", { limit: 4096 * mib }, "has no memory limit"],
    ["more than the machine can spare", { left: 1900 * mib }, "the machine has only 2048 MiB to spare"],
  ])("%s", async (_name, change, message) => {
    Object.assign(machine.memory, change);
    await expect(strikeAt("app-1")).rejects.toMatchObject({
      code: "fault",
      message: expect.stringContaining(message),
    });
    expect(greedy()).toEqual([]);
  });

  test("leaving more than there is", async () => {
    await expect(strikeAt("app-1", { leave: 120 * mib })).rejects.toMatchObject({
      message: "app-1 has only 100 MiB left already",
    });
  });

  test("a part of what shares its memory", async () => {
    await expect(strikeAt("web")).rejects.toMatchObject({ code: "fault", next: "aim at box-1" });
  });
});

describe("its effect", () => {
  test("is awaited", async () => {
    room.clock.in(400, () => {
      machine.said = { state: "struck", taken: 96 * mib, left: 0 };
    });
    machine.said = { state: "taking", taken: 3 * mib, left: 97 * mib };
    const { says, strike } = await strikeAt("app-1");
    expect(says).toBe("app-1: the kernel killed after 96 MiB were taken");
    expect(room.clock.now()).toBeGreaterThanOrEqual(1_000_400);
    expect(await memory.verify(strike)).toBe(true);
  });

  test("with `leave` is there while little is left, and away with the greedy process", async () => {
    machine.said = { state: "holding", taken: 68 * mib, left: 31 * mib };
    const { strike } = await strikeAt("app-1", { leave: 32 * mib });
    expect(await memory.verify(strike)).toBe(true);
    machine.said = { state: "holding", taken: 68 * mib, left: 90 * mib };
    expect(await memory.verify(strike)).toBe(false);
    machine.said = { state: "holding", taken: 68 * mib, left: 31 * mib };
    greedy()[0]!.running = false;
    expect(await memory.verify(strike)).toBe(false);
  });

  test("that failed says why", async () => {
    machine.said = { state: "failed", taken: 0, left: 0, why: "the machine itself runs short of memory" };
    await expect(strikeAt("app-1")).rejects.toMatchObject({
      code: "fault",
      message: "the memory of app-1 was not squeezed: the machine itself runs short of memory",
    });
  });

  test("is the engine's word when the counter went with the container", async () => {
    machine.said = { state: "failed", taken: 90 * mib, left: 0, why: "the limit is gone" };
    room.engine.onCall((line) => {
      if (line.startsWith("helper"))
        Object.assign(room.engine.of("c-app-1"), { running: false, oomKilled: true, pid: 0 });
    });
    const { strike } = await strikeAt("app-1");
    expect(await memory.verify(strike)).toBe(true);
    room.engine.of("c-app-1").oomKilled = false;
    expect(await memory.verify(strike)).toBe(false);
  });

  test("that does not come is given up, and undone by the port", async () => {
    machine.said = { state: "taking", taken: 3 * mib, left: 97 * mib };
    const order = room.order("memory", "app-1");
    await expect(room.port.inject(room.stage, order)).rejects.toMatchObject({
      message: "the memory of app-1 was not taken within 20 s",
    });
    expect(greedy()).toEqual([]);
    expect(room.journal.open()).toEqual([]);
  });
});
