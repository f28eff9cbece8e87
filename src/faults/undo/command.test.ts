import { expect, test } from "vitest";
import { fakeRoom } from "../testing/room.ts";
import { command } from "./command.ts";

const stays = { do: "command", container: "c-db", command: ["mend"], done: ["mended"] } as const;
const act = (endsWithContainer?: true) => ({
  ...stays,
  command: [...stays.command],
  done: [...stays.done],
  ...(endsWithContainer && { endsWithContainer }),
});

test.each([
  ["dies with it", true, { running: false }, true],
  ["outlives it", undefined, { running: false }, false],
  ["is frozen with it", true, { paused: true }, false],
] as const)("in a container that stands still, what %s", async (_name, ends, state, undone) => {
  const { engine, reach } = fakeRoom();
  Object.assign(engine.of("c-db"), state);
  await command.apply(act(ends), "1a2b3c4d", reach);
  expect(await command.undone(act(ends), "1a2b3c4d", reach)).toBe(undone);
  expect(engine.diary).toEqual([]);
});

test("in a container that runs again it is asked for", async () => {
  const { engine, reach } = fakeRoom();
  engine.onExec((_id, [word]) => ({ code: word === "mended" ? 1 : 0, output: "" }));
  expect(await command.undone(act(true), "1a2b3c4d", reach)).toBe(false);
});
