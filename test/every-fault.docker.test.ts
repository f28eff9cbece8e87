import { afterAll, beforeAll, expect, test } from "vitest";
import type { BrokenStage } from "./broken-stage.ts";
import { everyFault } from "./every-fault.ts";
import { type Ground, groundUp } from "./ground.ts";

let ground: Ground;
let broken: BrokenStage;
const rows: string[] = [];
const { signal } = new AbortController();

beforeAll(async () => {
  ground = await groundUp("scale-out");
  broken = ground.broken;
});

afterAll(async () => {
  console.log(["fault              target  order to effect  revert to healthy", ...rows].join("\n"));
  await broken?.down();
});

test.each(everyFault)(
  "$kind on $target: its effect is proved, and its absence after the revert",
  async (blow) => {
    const order = { ...blow, ttlMs: 60_000 };
    await broken.port.prepare(broken.stage, order);
    const from = Date.now();
    const active = await broken.port.inject(broken.stage, order);
    const bit = await active.prove(15_000, signal);
    const effectMs = Date.now() - from;
    const orderedBack = Date.now();
    await active.revert();
    const healed = await active.healed(60_000, signal);
    const healthyMs = Date.now() - orderedBack;
    rows.push(
      `${blow.kind.padEnd(18)} ${blow.target.padEnd(7)} ${`${effectMs} ms`.padStart(15)}  ${`${healthyMs} ms`.padStart(17)}`,
    );
    expect({ bit, healed }, active.detail).toEqual({ bit: true, healed: true });
    expect(broken.room.journal.open()).toEqual([]);
    // reverting what is reverted does no harm
    await active.revert();
    await broken.room.helpers.removeWarm();
    expect(ground.look()).toEqual(ground.before);
  },
);
