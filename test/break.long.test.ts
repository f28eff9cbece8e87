import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Watched } from "../src/app/watch-stage.ts";
import type { BrokenStage } from "./broken-stage.ts";
import { type Ground, groundUp } from "./ground.ts";
import { lab, startLab } from "./lab.ts";
import { until } from "./until.ts";

interface Result {
  fault: string;
  state: string;
  injectedAt: string | null;
  verifiedAt: string | null;
  revertedAt: string | null;
  users: { before: { failedShare: number }; during: { failed: number } } | null;
}

let ground: Ground;
let broken: BrokenStage;

beforeAll(async () => {
  ground = await groundUp("scale-out");
  broken = ground.broken;
});

const untouched = () => ground.untouched();

afterAll(() => broken?.down());

/** Nobody's eyes: what `lab watch` has seen in the end. */
const watching = (...words: string[]) => startLab(["watch", ...words, "--run", broken.run]);
const breaking = (...words: string[]) => startLab(["break", ...words, "--run", broken.run]);
const healthyAgain = () => until(() => broken.room.journal.open().length === 0, "nothing is on");
describe("lab watch", () => {
  test("sees who answers, who dies, what is on and that it comes back; breaks nothing itself", async () => {
    const watched = watching("--for", "14s", "--json");
    await watched.says(/app-2/);
    expect((await breaking("app-1", "kill", "--for", "4s").ended).code).toBe(0);
    const { code, stdout, stderr } = await watched.ended;
    expect(code, stderr).toBe(0);
    const { looks } = JSON.parse(stdout) as Watched;
    const first = looks[0]!;
    expect(first.users).toMatchObject({ failed: 0 });
    expect(first.faults).toEqual([]);
    const states = (name: string) =>
      looks.map((look) => look.servers.find((server) => server.name === name)!.state);
    expect(new Set(states("app-2"))).toEqual(new Set(["up"]));
    expect([...new Set(states("app-1"))]).toEqual(["up", "down"]);
    expect(states("app-1").at(-1)).toBe("up");
    const broke = looks.filter((look) => look.servers.some((server) => server.state === "down"));
    expect(broke.flatMap((look) => look.faults)).toContainEqual({ kind: "kill", target: "app-1" });
    const answers = (look: (typeof looks)[number], name: string) =>
      look.servers.find((server) => server.name === name)!.answers;
    expect(answers(first, "app-1")).toBeGreaterThan(0);
    expect(answers(broke.at(-1)!, "app-1")).toBe(0);
    const shares = looks.flatMap((look) => look.servers.map((server) => server.cpuShare));
    expect(shares.some((share) => share !== null && share > 0)).toBe(true);
    expect(stderr).toContain("on now: kill app-1");
    await untouched();
  });

  test.each([
    [["--for", "never"], 2, /--for never is no length of time/],
    [["--rate", "0"], 2, /--rate 0: not a whole number/],
    [["--path", "http://example.org/"], 2, /leads to another machine/],
  ])("wrong words %j", async (words, exit, what) => {
    const { code, stderr } = await watching(...words).ended;
    expect([code, stderr]).toEqual([exit, expect.stringMatching(what)]);
  });
});

describe("lab break", () => {
  test("tells by contract what was done, and what users saw", async () => {
    const { code, stdout, stderr } = await breaking("app-1", "kill", "--for", "2s", "--json").ended;
    expect(code, stderr).toBe(0);
    const result = JSON.parse(stdout) as Result;
    expect(result).toMatchObject({ state: "healed", users: { before: { failedShare: 0 } } });
    const times = [result.injectedAt, result.verifiedAt, result.revertedAt].map((at) => Date.parse(at!));
    expect(times).toEqual([...times].sort((a, b) => a - b));
    expect(times[2]! - times[0]!).toBeGreaterThanOrEqual(1900);
    // half of the requests meet the dead server until the checks see it
    expect(result.users!.during.failed).toBeGreaterThan(0);
    expect(stderr).toMatch(/kill app-1: verified/);
    await untouched();
  });

  test.each([
    [["app-9", "kill"], /no server or container is called app-9/, /did you mean "app-1"/],
    [["app-1", "partitoin"], /no fault called partitoin/, /did you mean "partition"/],
    [["app-1", "latency", "--param", "dely=1s"], /latency cannot be had/, /did you mean "delay"/],
    [["app-1", "latency", "--param", "delay=soon"], /latency cannot be had/, /300ms/],
    [["app-1", "latency", "--param", "delay"], /has no value/, /--param delay=300ms/],
    [["app-1", "kill", "--for", "never"], /--for never is no length of time/, /10s/],
    [["app-1", "join"], /part of a lab's steps/, /lab faults/],
    [["app-1"], /how should it be broken/, /kinds: noop, kill/],
  ])("wrong words %j: what is wrong and what there is; nothing is touched", async (words, what, next) => {
    const { code, stderr } = await breaking(...words).ended;
    expect(code).toBe(2);
    expect(stderr).toMatch(what);
    expect(stderr).toMatch(next);
    expect(ground.look()).toEqual(ground.before);
  });

  test("what this engine cannot do is refused with the reason", async () => {
    const words = ["break", "app-1", "partition", "--run", broken.run];
    const { code, stderr } = await lab(words, { STAGECRAFT_WITHOUT: "iptables" });
    expect(code).toBe(3);
    expect(stderr).toMatch(/partition needs packet filter rules/);
  });

  test("without a steady state nothing is broken, unless it is asked for", async () => {
    const lb = broken.container("lb");
    broken.docker("pause", lb);
    try {
      const { code, stderr } = await breaking("app-1", "kill", "--for", "1s").ended;
      expect(code).toBe(3);
      expect(stderr).toMatch(/steady state does not hold.*nothing was broken/s);
      expect(broken.room.journal.open()).toEqual([]);
      expect(
        broken.docker("inspect", "--format", "{{.State.Status}}", broken.container("app-1")).trim(),
      ).toBe("running");
    } finally {
      broken.docker("unpause", lb);
    }
    await untouched();
  });
});

describe("stopping", () => {
  test("Ctrl-C in a fault: reverted and clean, exit 130", async () => {
    const running = breaking("app-1", "partition", "--for", "60s", "--no-watch");
    await running.says(/partition app-1: verified/);
    const from = Date.now();
    running.child.kill("SIGINT");
    const { code } = await running.ended;
    expect(code).toBe(130);
    expect(Date.now() - from).toBeLessThan(20_000);
    expect(broken.room.journal.open()).toEqual([]);
    await untouched();
  });

  test("twice: it leaves at once, and the keeper heals; a third does no harm", async () => {
    const running = breaking("app-1", "pause", "--for", "60s", "--no-watch");
    await running.says(/pause app-1: verified/);
    running.child.kill("SIGINT");
    running.child.kill("SIGINT");
    running.child.kill("SIGINT");
    const { code } = await running.ended;
    expect(code).toBe(130);
    await healthyAgain();
    await untouched();
  });

  test("SIGTERM: the same, exit 143", async () => {
    const running = breaking("app-1", "kill", "--for", "60s", "--no-watch");
    await running.says(/kill app-1: verified/);
    running.child.kill("SIGTERM");
    expect((await running.ended).code).toBe(143);
    await untouched();
  });

  test("kill -9: the keeper heals without waiting for the lease", async () => {
    const running = breaking("app-1", "partition", "--for", "60s", "--no-watch");
    await running.says(/partition app-1: verified/);
    running.child.kill("SIGKILL");
    await running.ended;
    await healthyAgain();
    await untouched();
  });
});
