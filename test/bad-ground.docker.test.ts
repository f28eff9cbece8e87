import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { audit, lab, root } from "./lab.ts";

const canMount = process.platform === "linux" && process.getuid?.() === 0 && existsSync("/usr/bin/unshare");

/** Runs the program in a mount namespace of its own, after `prepare` changed its view of the file system. */
function labAfter(prepare: string, args: string[]) {
  const script = `${prepare}\nexec "$0" "$1" "\${@:2}"`;
  const words = ["--mount", "bash", "-euc", script, process.execPath, join(root, "dist/main.js"), ...args];
  return spawnSync("unshare", words, { cwd: root, encoding: "utf8" });
}

describe.runIf(canMount)("bad ground", () => {
  test("a disk that is nearly full is refused before anything starts", async () => {
    mkdirSync(join(root, "runs"), { recursive: true });
    const { status, stderr } = labAfter(`mount -t tmpfs -o size=64m none ${root}/runs`, [
      "run",
      "04",
      "--quick",
      "--yes",
    ]);
    expect(status, stderr).toBe(3);
    expect(stderr).toMatch(/disk is nearly full/);
    expect(stderr).toMatch(/next: free/);
    expect(await audit()).toEqual([]);
  });

  test("a read-only project folder is refused with what to do", async () => {
    const readOnly = `mount --bind ${root} ${root}; mount -o remount,ro,bind ${root}; cd ${root}`;
    const { status, stderr } = labAfter(readOnly, ["run", "04", "--quick", "--yes"]);
    expect(status, stderr).toBe(3);
    expect(stderr).toMatch(/cannot write to the run folder/);
    expect(stderr).toMatch(/next: make the project folder writable/);
    expect(await audit()).toEqual([]);
  });
});

describe("wrong words", () => {
  test.each([
    [["run", "99"], /04-scale-out/],
    [["run", "04", "--stp", "x"], /--step/],
    [["rnu"], /run/],
    [["down", "--run", "nope"], /no stage is up/],
    [["report", "nope"], /no run/],
  ])("%j exits with 2 and says what to do", async (args, says) => {
    const { code, stderr, stdout } = await lab(args);
    expect(code).toBe(2);
    expect(stderr).toMatch(says);
    expect(stdout).toBe("");
  });

  test("an unknown step is named with the choices", async () => {
    const { code, stderr } = await lab(["run", "04", "--step", "kil-one"]);
    expect(code).toBe(2);
    expect(stderr).toMatch(/kill-one/);
  });
});
