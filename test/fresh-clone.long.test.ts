import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { root } from "./lab.ts";

const folder = mkdtempSync(join(tmpdir(), "stagecraft-clone-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test("npm start in a fresh clone, without a terminal, ends in a passed report", async () => {
  execFileSync("git", ["clone", "--quiet", root, folder]);
  const child = spawn("npm", ["start"], { cwd: folder, stdio: ["ignore", "pipe", "pipe"] });
  let stdout = "";
  let stderr = "";
  child.stdout.on("data", (chunk: Buffer) => {
    stdout += chunk;
  });
  child.stderr.on("data", (chunk: Buffer) => {
    stderr += chunk;
  });
  const code = await new Promise((resolve) => child.once("close", resolve));
  expect(code, stderr + stdout).toBe(0);
  expect(stdout).toMatch(/PASS {2}04-scale-out/);
  const [run = ""] = readdirSync(join(folder, "runs"));
  expect(stdout).toContain(run);
  expect(readFileSync(join(folder, "runs", run, "report.md"), "utf8")).toMatch(/04-scale-out/);
});
