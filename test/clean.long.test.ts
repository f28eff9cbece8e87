import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { audit, lab, startLab, volumeCount } from "./lab.ts";

/** Moments of a run, early to late, each reached by what the run says plus a random while. */
const moments = [
  { after: /run 2\d+/, within: 400 },
  { after: /bring up/, within: 900 },
  { after: /bring up/, within: 3000 },
  { after: /measure/, within: 1500 },
  { after: /measure/, within: 9000 },
  { after: /take down/, within: 600 },
];

// The seed of the run is printed, so that a failure can be looked at again.
const seed = Number(process.env.STAGECRAFT_TEST_SEED ?? Date.now() % 100_000);
let state = seed;
const random = () => {
  state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
  return state / 2 ** 32;
};
let volumes = 0;

beforeAll(async () => {
  console.log(`moments drawn with STAGECRAFT_TEST_SEED=${seed}`);
  await lab(["clean"]);
  volumes = await volumeCount();
});

afterAll(() => lab(["clean"]));

test.each(moments.map((moment, index) => ({ ...moment, index })))(
  "kill -9 of the controller, moment $index, then clean: nothing is left",
  async ({ after, within }) => {
    const running = startLab(["run", "04", "--quick", "--yes"]);
    await running.says(after);
    await sleep(random() * within);
    running.child.kill("SIGKILL");
    await running.ended;
    const { code, stdout } = await lab(["clean", "--json"]);
    expect(JSON.parse(stdout)).toMatchObject({ left: [] });
    expect(code).toBe(0);
    // what a dying process still makes would be there by now
    await sleep(5000);
    expect(await audit()).toEqual([]);
    expect(await volumeCount()).toBe(volumes);
  },
);
