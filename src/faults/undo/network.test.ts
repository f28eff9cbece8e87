import { beforeEach, expect, test } from "vitest";
import { LabError } from "../../model/errors.ts";
import { type FakeRoom, fakeRoom } from "../testing/fake-engine.ts";
import { network } from "./network.ts";

const undo = { do: "network", of: "c-app-1-host" } as const;
const fault = "1a2b3c4d";
let room: FakeRoom;
beforeEach(() => {
  room = fakeRoom();
});

/** The helper at hand is killed just when it is spoken to. */
function killFirstHelper(): void {
  let first: string | undefined;
  room.engine.onExec((id) => {
    first ??= id;
    if (id !== first) return { code: 0, output: "" };
    Object.assign(room.engine.of(id), { running: false });
    throw new LabError("stage", "the container engine refuses (409): container is not running");
  });
}

test("a helper that ends meanwhile is replaced", async () => {
  killFirstHelper();
  await network.apply(undo, fault, room.reach);
  expect(room.engine.helpersThere().map((one) => one.running)).toEqual([false, true]);
});

test("what is left is asked of the next helper, too", async () => {
  killFirstHelper();
  expect(await network.undone(undo, fault, room.reach)).toBe(true);
});

test("a namespace that goes while its helper is started has nothing left", async () => {
  room.engine.onCall((line) => {
    if (line.startsWith("warm")) Object.assign(room.engine.of(undo.of), { running: false });
  });
  await network.apply(undo, fault, room.reach);
  expect(await network.undone(undo, fault, room.reach)).toBe(true);
});

test("what a helper that lives refuses is passed on", async () => {
  room.engine.onExec(() => ({ code: 1, output: "iptables-save: Permission denied" }));
  await expect(network.apply(undo, fault, room.reach)).rejects.toThrow(/could not be removed: .*denied/);
  await expect(network.undone(undo, fault, room.reach)).rejects.toThrow(/could not be looked at: .*denied/);
});
