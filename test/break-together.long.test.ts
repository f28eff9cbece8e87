import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { identify } from "../src/docker/process-identity.ts";
import { healFault } from "../src/faults/heal.ts";
import { makerOf } from "../src/model/labels.ts";
import type { BrokenStage } from "./broken-stage.ts";
import { helpersOf, keeperOf, loseJournal } from "./fault-audit.ts";
import { type Ground, groundUp } from "./ground.ts";
import { lab, startLab } from "./lab.ts";
import { until } from "./until.ts";

let ground: Ground;
let broken: BrokenStage;

beforeAll(async () => {
  ground = await groundUp("scale-out");
  broken = ground.broken;
});

const untouched = () => ground.untouched();

afterAll(() => broken?.down());

const breaking = (...words: string[]) => startLab(["break", ...words, "--run", broken.run]);
describe("two faults", () => {
  test("different ones on one target at once: both bite, both go", async () => {
    const first = breaking("app-1", "latency", "--for", "60s", "--no-watch", "--param", "delay=100ms");
    await first.says(/latency app-1: verified/);
    const second = await breaking("app-1", "loss", "--for", "1s", "--anyway", "--no-watch", "--json").ended;
    expect(JSON.parse(second.stdout)).toMatchObject({ state: "healed" });
    // the second one's end has left the first alone
    expect(broken.room.journal.open().map((one) => one.kind)).toEqual(["latency"]);
    first.child.kill("SIGINT");
    await first.ended;
    await untouched();
  });

  test("the same one twice is refused while the first is on", async () => {
    const first = breaking("app-1", "partition", "--for", "60s", "--no-watch");
    await first.says(/partition app-1: verified/);
    const second = await breaking("app-1", "partition", "--for", "1s", "--no-watch").ended;
    expect(second.code).toBe(2);
    expect(second.stderr).toMatch(/partition is on at app-1 already \(fault [0-9a-f]{8}\)/);
    first.child.kill("SIGINT");
    await first.ended;
    await untouched();
  });

  test("heal takes away what another one holds; its own end does no harm", async () => {
    const first = breaking("app-1", "partition", "--for", "4s", "--no-watch", "--json");
    await first.says(/partition app-1: verified/);
    const heal = await lab(["heal", "--run", broken.run, "--json"]);
    expect(JSON.parse(heal.stdout)).toMatchObject({
      healed: [{ kind: "partition", target: "app-1" }],
      left: [],
    });
    expect(broken.room.journal.open()).toEqual([]);
    const { stdout } = await first.ended;
    expect(JSON.parse(stdout)).toMatchObject({ state: "healed", held: false });
    await untouched();
  });
});

describe("what nobody keeps", () => {
  test("heal goes by labels alone when the journal is lost", async () => {
    const { docker } = broken;
    const order = { kind: "partition", target: "app-1", params: {}, ttlMs: 600_000 };
    await broken.port.prepare(broken.stage, order);
    const active = await broken.port.inject(broken.stage, order);
    docker("pause", broken.container("app-2"));
    docker("kill", broken.container("db"));
    docker("update", "--cpus", "0.05", broken.container("app-2"));
    loseJournal(broken.run);
    const { code, stdout } = await lab(["heal", "--run", broken.run, "--json"]);
    expect(code).toBe(0);
    const { swept } = JSON.parse(stdout) as { swept: { what: string }[] };
    expect(swept.map((one) => one.what).join("; ")).toMatch(/network rules.*unpaused.*started.*cores again/);
    await untouched();
    await active.revert();
    await broken.room.helpers.removeWarm();
    await untouched();
  });

  test("a helper that a busy engine makes only after its giver's death goes, too", async () => {
    const running = breaking("app-1", "latency", "--for", "60s", "--no-watch");
    await running.says(/latency app-1: verified/);
    const maker = makerOf((await identify(running.child.pid!))!);
    running.child.kill("SIGKILL");
    await running.ended;
    const { journal } = broken.room;
    await until(() => journal.open().length + helpersOf(broken).length === 0, "the keeper has tidied up");
    const late = { run: broken.run, role: "fault-helper", place: "late", maker };
    const labelled = Object.entries(late).flatMap(([name, value]) => [
      "--label",
      `io.stagecraft.${name}=${value}`,
    ]);
    broken.docker("create", ...labelled, process.env.STAGECRAFT_TOOLS!, "true");
    await untouched();
  });

  test("a healer that is killed leaves no helper of its own, although another one has healed", async () => {
    const running = breaking("app-1", "bandwidth", "--for", "60s", "--no-watch", "--param", "rate=256kbit");
    await running.says(/bandwidth app-1: verified/);
    process.kill(keeperOf(running.child.pid!), "SIGKILL");
    running.child.kill("SIGKILL");
    await running.ended;
    await broken.room.helpers.removeWarm();
    // killed as soon as it has had a helper made
    const healer = startLab(["list"]);
    await until(() => helpersOf(broken).length > 0, "the healer's helper");
    healer.child.kill("SIGKILL");
    await healer.ended;
    // somebody who has no helpers of his own to clear away
    for (const fault of broken.room.journal.open()) {
      await healFault(fault, { ...broken.room, by: "heal" }, 10_000);
    }
    expect(broken.room.journal.open()).toEqual([]);
    await untouched();
  });

  test("the next call of any verb heals what was left on, even with the keeper gone", async () => {
    const running = breaking("app-1", "pause", "--for", "60s", "--no-watch");
    await running.says(/pause app-1: verified/);
    const keeper = keeperOf(running.child.pid!);
    process.kill(keeper, "SIGKILL");
    running.child.kill("SIGKILL");
    await running.ended;
    expect(broken.room.journal.open().map((one) => one.kind)).toEqual(["pause"]);
    const { stderr } = await lab(["list"]);
    expect(stderr).toMatch(/healed pause of app-1/);
    await untouched();
  });

  test("a target that is removed while a fault is on: the end comes all the same", async () => {
    const paused = breaking("app-2", "pause", "--for", "3s", "--json", "--anyway", "--no-watch");
    const cut = breaking("app-2", "partition", "--for", "3s", "--json", "--anyway", "--no-watch");
    await Promise.all([paused.says(/verified/), cut.says(/verified/)]);
    broken.docker("rm", "--force", broken.container("app-2"));
    for (const { ended } of [paused, cut]) {
      const { stdout, stderr } = await ended;
      expect(JSON.parse(stdout || "{}"), stderr).toMatchObject({ state: "healed" });
    }
    expect(broken.room.journal.open()).toEqual([]);
    const after = ground.look();
    const { "app-2": _removed, ...others } = ground.before.containers;
    expect(after).toEqual({ ...ground.before, containers: others });
  });
});
