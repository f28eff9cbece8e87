import { expect, test } from "vitest";
import { abilitiesBut, fakeRoom } from "../testing/fake-engine.ts";
import { fakeMachine } from "../testing/machine.ts";
import { pause } from "./pause.ts";

test("is proved by the engine and by the kernel", async () => {
  const { engine, strike } = fakeRoom();
  const machine = fakeMachine(engine);
  const blow = strike("box-1");
  expect(await pause.plan(blow)).toEqual([
    { do: "unpause", container: "c-web" },
    { do: "unpause", container: "c-job" },
  ]);
  await pause.inject(blow);
  expect(await pause.verify(blow)).toBe(true);
  machine.frozen = false;
  expect(await pause.verify(blow)).toBe(false);
  machine.frozen = true;
  await engine.containers.unpause("c-web");
  expect(await pause.verify(blow)).toBe(false);
  expect(await pause.gone!(blow)).toBe(false);
  await engine.containers.unpause("c-job");
  expect(await pause.gone!(blow)).toBe(true);
});

test("where nobody may look at the machine the engine's word is taken, and no helper is started", async () => {
  const { engine, strike } = fakeRoom({ abilities: abilitiesBut("privileged") });
  const blow = strike("app-1");
  await pause.warm!(blow);
  await pause.plan(blow);
  await pause.inject(blow);
  expect(await pause.verify(blow)).toBe(true);
  expect(engine.helpersThere()).toEqual([]);
});
