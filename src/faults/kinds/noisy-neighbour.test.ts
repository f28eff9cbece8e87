import { beforeEach, expect, test } from "vitest";
import { type FakeRoom, fakeRoom } from "../testing/fake-engine.ts";
import { type FakeMachine, fakeMachine } from "../testing/machine.ts";
import { noisyNeighbour } from "./noisy-neighbour.ts";

const parent = "/stagecraft/r/server-box-1";
let room: FakeRoom;
let machine: FakeMachine;
beforeEach(() => {
  room = fakeRoom();
  machine = fakeMachine(room.engine);
  machine.quotas.set(parent, 0.4);
});

async function strikeAt(target: string, processes = 2) {
  const strike = room.strike(target, { processes });
  const undo = await noisyNeighbour.plan(strike);
  return { strike, undo, says: await noisyNeighbour.inject(strike) };
}
const noise = () => room.engine.helpersThere().filter((one) => one.helper?.fault !== undefined);

test("loops stand under each limit of the target, and know their time", async () => {
  const { undo, says } = await strikeAt("app-1,box-1");
  expect(undo).toEqual([{ do: "helpers" }]);
  expect(says).toBe("2 busy loops in the 0.5 cores of app-1, the 0.4 cores of box-1");
  expect(noise().map((one) => JSON.parse(one.helper!.command.at(-1)!))).toEqual([
    { where: String(room.engine.of("c-app-1").pid), count: 2, fault: "1a2b3c4d", seconds: 10 },
    { where: parent, count: 2, fault: "1a2b3c4d", seconds: 10 },
  ]);
});

test.each([
  ["they get time", { got: 0.2, loops: 2 }, true],
  ["a busy server leaves them a little", { got: 0.03, loops: 2 }, true],
  ["they get as good as nothing", { got: 0.02, loops: 2 }, false],
  ["they have left, as the server is dead", { got: 0, loops: 0 }, false],
])("%s: %j", async (_name, loops, bites) => {
  const { strike } = await strikeAt("app-1");
  machine.loops = loops;
  expect(await noisyNeighbour.verify(strike)).toBe(bites);
});

test("is away with its helper", async () => {
  const { strike } = await strikeAt("app-1");
  noise()[0]!.running = false;
  expect(await noisyNeighbour.verify(strike)).toBe(false);
});

test("nothing is done to what has no limit: the whole machine would be kept busy", async () => {
  room.engine.of("c-app-1").cpus = 0;
  await expect(strikeAt("app-1")).rejects.toMatchObject({ code: "fault" });
  machine.quotas.clear();
  await expect(strikeAt("box-1")).rejects.toMatchObject({ code: "fault" });
  expect(noise()).toEqual([]);
});
