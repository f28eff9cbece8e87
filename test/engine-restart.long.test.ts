import { afterAll, beforeAll, expect, test } from "vitest";
import { type Ground, groundUp } from "./ground.ts";
import { lab, startLab } from "./lab.ts";

const status = async () =>
  JSON.parse((await lab(["engine", "status", "--json"])).stdout) as { private: boolean };
// the user's own Docker is not ours to stop
const ours = (await status()).private;

let ground: Ground | undefined;

beforeAll(async () => {
  if (ours) ground = await groundUp("scale-out");
});

afterAll(() => ground?.broken.down());

test.runIf(ours)(
  "the engine restarts while faults are on: heal brings the stage back, and nothing of them is left",
  async () => {
    const { broken, untouched } = ground!;
    const words = ["--for", "60s", "--no-watch", "--run", broken.run];
    const faults = [
      startLab(["break", "app-1", "kill", ...words]),
      startLab(["break", "app-2", "partition", ...words]),
      startLab(["break", "app-2", "cpu", ...words]),
      startLab(["break", "lb-1", "pause", ...words]),
    ];
    await Promise.all(faults.map((one) => one.says(/: verified/)));
    expect((await lab(["engine", "stop"])).code).toBe(0);
    // whoever holds a fault now finds nobody to speak to: that is no reason to hang, nor to call it healed
    for (const one of faults) one.child.kill("SIGINT");
    for (const one of faults) expect((await one.ended).code).toBe(130);
    expect((await lab(["engine", "start"])).code).toBe(0);
    const { code, stdout, stderr } = await lab(["heal", "--run", broken.run, "--json"]);
    expect(code, stderr).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ left: [] });
    expect(broken.room.journal.open()).toEqual([]);
    // the database recovers from having been killed with its engine, and a keeper may still be tidying up
    await untouched();
  },
);
