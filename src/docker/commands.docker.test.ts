import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type BrokenStage, upForFaults } from "../../test/broken-stage.ts";
import { openRunningSession } from "../app/session.ts";
import type { CommandPort } from "../model/ports.ts";
import { createCommandPort } from "./commands.ts";

const never = new AbortController().signal;
let up: BrokenStage;
let commands: CommandPort;

beforeAll(async () => {
  up = await upForFaults("scale-out/one-backend");
  commands = createCommandPort((await openRunningSession({ env: process.env })).docker);
}, 180_000);
afterAll(() => up?.down(), 60_000);

const run = (service: string, script: string, timeoutMs = 10_000, signal = never) =>
  commands.run(up.stage, service, script, timeoutMs, signal);

/** Processes of a service's container that run (a zombie has no words) and whose words contain the marker. */
const running = (service: string, marker: string): string[] => {
  const look =
    'for one in /proc/[0-9]*; do [ "$one" = /proc/$$ ] || tr "\\0" " " < $one/cmdline 2>/dev/null; echo; done; true';
  return up
    .docker("exec", up.container(service), "sh", "-c", look)
    .split("\n")
    .filter((line) => line.includes(marker));
};

describe("commands in a stage's containers", { timeout: 60_000 }, () => {
  test("run in the service's own container and environment, as a shell takes them", async () => {
    const said = await run("app-1", `echo "$SERVER_NAME" 'as it "is"' $((6 * 7)); echo beside >&2`);
    expect(said).toMatchObject({ code: 0, timedOut: false, stdout: 'app-1 as it "is" 42\n' });
    expect(said.output).toContain("beside");
    expect(said.tookMs).toBeGreaterThan(0);
  });

  test("tell how they ended", async () => {
    expect(await run("lb", "echo no; exit 3")).toMatchObject({ code: 3, stdout: "no\n", timedOut: false });
    expect((await run("lb", "no-such-program")).code).toBe(127);
  });

  test.each(["app-1", "lb", "db"])(
    "leave nothing behind in %s when they run out of time",
    async (service) => {
      const script = "echo begun; (setsid sleep 4711 & sleep 4712) & sleep 4713; echo never";
      const said = await run(service, script, 1500);
      expect(said).toMatchObject({ timedOut: true, stdout: "begun\n" });
      expect(said.code).not.toBe(0);
      expect(said.tookMs).toBeGreaterThanOrEqual(1500);
      expect(said.tookMs).toBeLessThan(4000);
      expect(running(service, "sleep 471")).toEqual([]);
    },
  );

  test("leave nothing behind when they are called off", async () => {
    const abort = new AbortController();
    const under = run("app-1", "sleep 4714", 60_000, abort.signal);
    under.catch(() => {});
    await expect.poll(() => running("app-1", "sleep 4714").length, { timeout: 10_000 }).toBeGreaterThan(0);
    abort.abort(new Error("called off"));
    await expect(under).rejects.toThrow("called off");
    expect(running("app-1", "sleep 4714")).toEqual([]);
  });

  test("keep the end of much that they say", async () => {
    const said = await run("lb", "i=0; while [ $i -lt 20000 ]; do echo line $i; i=$((i + 1)); done; echo 5");
    expect(said.code).toBe(0);
    expect(said.stdout.length).toBeLessThanOrEqual(64 * 1024);
    expect(said.stdout).toMatch(/line 19999\n5\n$/);
  });

  test("say why they could not be run", async () => {
    expect(await run("nowhere", "true")).toMatchObject({
      code: null,
      output: "the service nowhere has no container",
    });
    up.docker("pause", up.container("app-1"));
    try {
      expect(await run("app-1", "true")).toMatchObject({ code: null, output: "the service app-1 is paused" });
    } finally {
      up.docker("unpause", up.container("app-1"));
    }
  });
});
