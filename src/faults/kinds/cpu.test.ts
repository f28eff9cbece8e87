import { beforeEach, expect, test } from "vitest";
import { abilitiesBut, type FakeRoom, fakeRoom } from "../testing/fake-engine.ts";
import { type FakeMachine, fakeMachine } from "../testing/machine.ts";
import { cpu } from "./cpu.ts";

const parent = "/stagecraft/r/server-box-1";
let room: FakeRoom;
let machine: FakeMachine;
beforeEach(() => {
  room = fakeRoom();
  machine = fakeMachine(room.engine);
  machine.quotas.set(parent, 0.4);
  room.engine.of("c-web").cpus = 0.4;
  room.engine.of("c-job").cpus = 0.1;
});

const orders = () => room.diary.filter((line) => line.startsWith("cpus"));

test("a container's own limit is lowered by its share, and on record as it was", async () => {
  const strike = room.strike("left", { to: 0.25 });
  expect(await cpu.plan(strike)).toEqual([{ do: "cpus", container: "c-app-1", cpus: 0.5 }]);
  expect(await cpu.inject(strike)).toBe("app-1 has 0.125 of 0.5 cores");
  expect(orders()).toEqual(["cpus c-app-1 0.125"]);
  expect(await cpu.verify(strike)).toBe(true);
  expect(await cpu.gone!(strike)).toBe(false);
  room.engine.of("c-app-1").cpus = 0.5;
  expect(await cpu.verify(strike)).toBe(false);
  expect(await cpu.gone!(strike)).toBe(true);
});

test("under a shared limit children with more are lowered first, and raised last", async () => {
  const strike = room.strike("box-1", { to: 0.5 });
  expect(await cpu.plan(strike)).toEqual([
    { do: "quota", parent, cpus: 0.4 },
    { do: "cpus", container: "c-web", cpus: 0.4 },
  ]);
  room.engine.onCall((line) => {
    // as cgroup v1 has it: no parent with less than its child
    if (line.includes('"cpus":0.2')) expect(room.engine.of("c-web").cpus).toBe(0.2);
  });
  await cpu.inject(strike);
  expect(machine.quotas.get(parent)).toBe(0.2);
  expect(orders()).toEqual(["cpus c-web 0.2"]);
  expect(await cpu.verify(strike)).toBe(true);
  // the children's loops would only take from the same limit
  expect(machine.tries).toEqual([parent]);
});

test("one container of such a server is squeezed by its own limit", async () => {
  const strike = room.strike("job", { to: 0.5 });
  expect(await cpu.plan(strike)).toEqual([{ do: "cpus", container: "c-job", cpus: 0.1 }]);
});

test("a loop of our own that gets more than was left proves that it does not bite; it is tried once", async () => {
  const strike = room.strike("app-1", { to: 0.25 });
  await cpu.plan(strike);
  await cpu.inject(strike);
  machine.tried = 0.5;
  expect(await cpu.verify(strike)).toBe(false);
  machine.tried = 0.13;
  expect(await cpu.verify(strike)).toBe(true);
  expect(await cpu.verify(strike)).toBe(true);
  expect(machine.tries).toHaveLength(2);
});

test.each([
  [0.01, "give at least 2%"],
  [0, "give at least 2%"],
])("a share of %d is refused", async (to, next) => {
  await expect(cpu.plan(room.strike("app-1", { to }))).rejects.toMatchObject({ code: "usage", next });
});

test("what has no limit that could be put back is refused", async () => {
  room.engine.of("c-app-1").cpus = 0;
  await expect(cpu.plan(room.strike("app-1", { to: 0.25 }))).rejects.toMatchObject({ code: "fault" });
  machine.quotas.delete(parent);
  await expect(cpu.plan(room.strike("box-1", { to: 0.25 }))).rejects.toMatchObject({ code: "fault" });
});

test("where nobody may look at the machine the engine's word is taken", async () => {
  room = fakeRoom({ abilities: abilitiesBut("privileged") });
  const strike = room.strike("app-1", { to: 0.25 });
  await cpu.warm!(strike);
  await cpu.plan(strike);
  await cpu.inject(strike);
  expect(await cpu.verify(strike)).toBe(true);
  expect(room.engine.helpersThere()).toEqual([]);
});

test("a container that is removed in the middle of it has nothing left to put back", async () => {
  const strike = room.strike("app-1", { to: 0.25 });
  await cpu.plan(strike);
  await cpu.inject(strike);
  room.engine.vanish("c-app-1");
  expect(await cpu.gone!(strike)).toBe(true);
});
