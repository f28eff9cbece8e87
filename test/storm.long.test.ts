import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { PlannedStorm, PlannedStrike, StormEvent, StormResult } from "../src/app/storm.ts";
import type { BrokenStage } from "./broken-stage.ts";
import { type Ground, groundUp } from "./ground.ts";
import { lab, startLab } from "./lab.ts";
import { until } from "./until.ts";

let ground: Ground;
let broken: BrokenStage;

beforeAll(async () => {
  ground = await groundUp("scale-out");
  broken = ground.broken;
});

afterAll(() => broken?.down());

const words = (more: string[]) => ["storm", "--run", broken.run, ...more];
const short = ["--for", "24s", "--every", "8s", "--faults", "kill,latency"];

async function dry(seed: string): Promise<Omit<PlannedStorm, "strikes"> & { events: PlannedStrike[] }> {
  const { code, stdout, stderr } = await lab(words([...short, "--seed", seed, "--dry", "--json"]));
  expect(code, stderr).toBe(0);
  return JSON.parse(stdout);
}

const healthy = () =>
  ["lb", "app-1", "app-2", "db"].every(
    (service) =>
      broken.docker("inspect", "--format", "{{.State.Health.Status}}", broken.container(service)).trim() ===
      "healthy",
  );

/** No open fault, no helper container, the stage as it was and healthy: as soon as the keeper is done as well. */
async function untouched(): Promise<void> {
  await until(() => broken.room.journal.open().length === 0, "no fault is open");
  await ground.untouched();
  await until(healthy, "every server is healthy");
}

const planned = ({ atMs, forMs, kind, target, params }: StormEvent): PlannedStrike => ({
  atMs,
  forMs,
  kind,
  target,
  params,
});

describe("lab storm", () => {
  /** A seed that draws both kinds. */
  let seed: string;

  test("--dry: the same seed gives the same schedule, another one another; nothing is touched", async () => {
    const drawn = await Promise.all(["1", "2", "3", "4"].map(dry));
    expect(await dry("1")).toEqual(drawn[0]);
    expect(new Set(drawn.map((one) => JSON.stringify(one.events))).size).toBe(4);
    seed = drawn.find((one) => new Set(one.events.map((event) => event.kind)).size === 2)!.seed!;
    expect(broken.room.journal.open()).toEqual([]);
    expect(ground.look()).toEqual(ground.before);
  });

  test("strikes as drawn, recovers each time, leaves nothing", async () => {
    const { code, stdout, stderr } = await lab(words([...short, "--seed", seed, "--json"]));
    expect(code, stderr).toBe(0);
    const result = JSON.parse(stdout) as StormResult;
    expect(result).toMatchObject({ seed, forMs: 24_000, survived: true });
    expect(result).not.toHaveProperty("stopped");
    expect(result.events.map(planned)).toEqual((await dry(seed)).events);
    expect(result.events.map((event) => event.state)).toEqual(["healed", "healed", "healed"]);
    for (const event of result.events) {
      const at = [event.injectedAt, event.verifiedAt, event.revertedAt].map((time) => Date.parse(time!));
      expect(at).toEqual([...at].sort((a, b) => a - b));
      expect(event.recoveredMs).toBeGreaterThanOrEqual(0);
    }
    // one server at a time: no fault before the one before it is gone
    for (const [at, event] of result.events.slice(1).entries()) {
      expect(Date.parse(event.injectedAt!)).toBeGreaterThan(Date.parse(result.events[at]!.revertedAt!));
    }
    expect(stderr).toMatch(/\d+\/s +ok +\d+ +failed/);
    await untouched();
  });

  test("stops when the steady state does not come back, and says so", async () => {
    const running = startLab(
      words(["--at", "0s app-1 partition for 2s", "--at", "30s app-2 kill for 2s", "--json"]),
    );
    await running.says(/partition app-1: verified/);
    broken.docker("pause", broken.container("lb"));
    try {
      const { code, stdout } = await running.ended;
      expect(code).toBe(1);
      const result = JSON.parse(stdout) as StormResult;
      expect(result).toMatchObject({ seed: null, survived: false });
      expect(result.stopped).toMatch(/not back 30 s after partition of app-1/);
      expect(result.events.map((event) => event.state)).toEqual(["healed", "left-out"]);
      expect(broken.room.journal.open()).toEqual([]);
    } finally {
      broken.docker("unpause", broken.container("lb"));
    }
    await untouched();
  });
});

describe("a storm that is broken off", () => {
  const two = [
    ...["--at-most", "2", "--at", "0s app-1 latency for 60s delay=50ms"],
    ...["--at", "1s app-2 kill for 60s"],
  ];
  const raging = async () => {
    const running = startLab(words(two));
    await Promise.all([running.says(/latency app-1: verified/), running.says(/kill app-2: verified/)]);
    return running;
  };

  test("Ctrl-C: everything is reverted, exit 130", async () => {
    const { child, ended } = await raging();
    const from = Date.now();
    child.kill("SIGINT");
    expect((await ended).code).toBe(130);
    expect(Date.now() - from).toBeLessThan(20_000);
    expect(broken.room.journal.open()).toEqual([]);
    await untouched();
  });

  test("kill -9: its one keeper heals everything", async () => {
    const { child, ended } = await raging();
    child.kill("SIGKILL");
    await ended;
    await untouched();
  });
});

describe("wrong words", () => {
  test.each([
    [["--within", "app-9"], /no server of stage scale-out is called app-9/, /did you mean "app-1"/],
    [["--faults", "kil"], /no fault called kil/, /did you mean "kill"/],
    [["--at-most", "2"], /of 2 servers 1 to 1/, /app-1, app-2/],
    [["--every", "3s"], /3s is too short/, /7s or more/],
    [["--at", "5s app-1 kill"], /is no fault at a time/, /for 3s/],
    [["--seed", "1", "--faults", "slow-query"], /no fault is left to draw/, /--within/],
  ])("%j: what is wrong and what to do; nothing is touched", async (more, what, next) => {
    const { code, stderr } = await lab(words(more));
    expect(code).toBe(2);
    expect(stderr).toMatch(what);
    expect(stderr).toMatch(next);
    expect(ground.look()).toEqual(ground.before);
  });
});
