import { expect, test } from "vitest";
import { fakeRoom } from "../testing/fake-engine.ts";
import { kill } from "./kill.ts";
import { stop } from "./stop.ts";

const never = new AbortController().signal;
const room = () => {
  const all = fakeRoom();
  const running = (id: string) => all.engine.of(id).running;
  const inject = (params = {}) => all.port.inject(all.stage, all.order("kill", "app-1", params));
  return { ...all, running, inject };
};

test.each([kill, stop])("$kind takes down all of a server but the owner of its address", async (kind) => {
  const { strike, running } = room();
  const blow = strike("box-1");
  const plan = await kind.plan(blow);
  expect(plan).toMatchObject([
    { do: "start", container: "c-box-1-host" },
    { do: "start", container: "c-web" },
    { do: "start", container: "c-job" },
  ]);
  // a stop is carried through even when its giver has died: its undo asks for a later life
  expect(plan.map((act) => "life" in act)).toEqual([false, kind === stop, kind === stop]);
  expect(await kind.verify(blow)).toBe(false);
  await kind.inject(blow);
  expect(["c-web", "c-job", "c-box-1-host"].map(running)).toEqual([false, false, true]);
  expect(await kind.verify(blow)).toBe(true);
  expect(await kind.gone!(blow)).toBe(false);
});

test.each([kill, stop])(
  "$kind refuses what does not run, or is paused, and changes nothing",
  async (kind) => {
    const { engine, strike, diary } = room();
    engine.of("c-job").running = false;
    await expect(kind.plan(strike("box-1"))).rejects.toMatchObject({
      code: "fault",
      message: "job does not run: box-1 cannot be broken like this",
    });
    engine.of("c-app-1").paused = true;
    await expect(kind.plan(strike("app-1"))).rejects.toMatchObject({
      message: expect.stringMatching(/is paused/),
    });
    expect(diary).toEqual([]);
  },
);

test("restart-after starts it in mid-fault, and the effect counts as there", async () => {
  const { clock, inject, running } = room();
  const active = await inject({ "restart-after": "2s" });
  await clock.sleep(1900, never);
  expect(running("c-app-1")).toBe(false);
  await clock.sleep(300, never);
  expect(running("c-app-1")).toBe(true);
  expect(await active.verify()).toBe(true);
});

test("restart-after does not end a later kill of the same server", async () => {
  const { clock, inject, running } = room();
  const first = await inject({ "restart-after": "5s" });
  await clock.sleep(1000, never);
  await first.revert();
  await first.healed(1000, never);
  await inject();
  await clock.sleep(8000, never);
  expect(running("c-app-1")).toBe(false);
});
