import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmdirSync, rmSync, writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { stageNames } from "../src/catalog/stage/names.ts";
import { lab, root } from "./lab.ts";
import { turns } from "./rotation.ts";

// Somebody else has three quarters of every core: the engine's containers compute four times slower.
const base = "/sys/fs/cgroup";
const v2 = existsSync(join(base, "cgroup.controllers"));
const tree = v2 ? base : join(base, "cpu");
const hogs = join(tree, "sc-test-hogs");
const weightFile = v2 ? "cpu.weight" : "cpu.shares";
/** What a cgroup weighs that nobody has said anything about. */
const usual = v2 ? 100 : 1024;
const processes: ChildProcess[] = [];
const speed = join(root, "runs/speed.json");

const stages = stageNames(join(root, "compose"));

const possible = process.getuid?.() === 0 && existsSync(tree);

beforeAll(() => {
  if (!possible) return;
  if (v2) writeFileSync(join(base, "cgroup.subtree_control"), "+cpu");
  mkdirSync(hogs, { recursive: true });
  // containers are under two cgroups of that level: the engine's own, and the one of shared quotas
  writeFileSync(join(hogs, weightFile), String(2 * 3 * usual));
  for (let count = 0; count < availableParallelism(); count++) {
    // ends with us, however we end
    const loop = "while kill -0 $PPID; do i=0; while [ $i -lt 100000 ]; do i=$((i+1)); done; done";
    const hog = spawn("sh", ["-c", loop], { stdio: "ignore" });
    writeFileSync(join(hogs, "cgroup.procs"), String(hog.pid));
    processes.push(hog);
  }
  rmSync(speed, { force: true }); // what was measured before is no longer so
});

afterAll(async () => {
  for (const hog of processes) hog.kill("SIGKILL");
  await Promise.all(
    processes.map((hog) => (hog.exitCode ?? hog.signalCode) || new Promise((end) => hog.once("exit", end))),
  );
  if (existsSync(hogs)) rmdirSync(hogs);
  rmSync(speed, { force: true });
  await lab(["clean"]);
});

test
  .runIf(possible)
  .each(turns(Object.fromEntries(stages.map((name) => [name, new RegExp(`^compose/${name}/`)])), 1))(
  "%s comes up on an engine four times slower, without being told to be patient",
  async (stage) => {
    const up = await lab(["up", stage, "--json", "--yes"], { STAGECRAFT_PATIENCE: "" });
    const { slowness } = JSON.parse(readFileSync(speed, "utf8")) as { slowness: number };
    console.log(
      `${stage}: containers computed ${slowness.toFixed(1)} times slower than on the reference machine`,
    );
    expect(up.code, up.stderr).toBe(0);
    const { run } = JSON.parse(up.stdout) as { run: string };
    expect((await lab(["down", "--run", run])).code).toBe(0);
  },
  1_200_000,
);
