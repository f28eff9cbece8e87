import { execFile, spawn, spawnSync } from "node:child_process";
import { closeSync, existsSync, openSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { expect, test } from "vitest";
import { root } from "./lab.ts";

// more than the 64 KiB that a pipe takes before somebody reads
const longest = "show 10 --json";

/** Standard output and exit code of the program at one end of a real pipe and the code of its reader at the other. */
function piped(reader: string): Promise<{ stdout: string; codes: string }> {
  const program = `'${process.execPath}' '${join(root, "dist/main.js")}' ${longest}`;
  const script = `${program} | ${reader}; echo "\${PIPESTATUS[*]}" >&2`;
  return new Promise((resolve) => {
    execFile("bash", ["-c", script], { cwd: root, maxBuffer: 2 ** 24 }, (_error, stdout, stderr) =>
      resolve({ stdout, codes: stderr.trim() }),
    );
  });
}

test("a reader that is slow gets all of it", async () => {
  const { stdout, codes } = await piped("(sleep 1; cat)");
  expect(codes).toBe("0 0");
  expect(stdout.length).toBeGreaterThan(2 ** 16);
  expect(JSON.parse(stdout)).toMatchObject({ id: "10-cache" });
});

test("a reader that goes early is not waited for", async () => {
  const { stdout, codes } = await piped("head -n 1");
  expect(stdout).toBe("{\n");
  expect(codes).toBe("0 0");
});

test.runIf(existsSync("/dev/full"))("a full disk under its output is told in a line, and no success", () => {
  const words = [join(root, "dist/main.js"), "schema"];
  const out = openSync("/dev/full", "w");
  const { status, stderr } = spawnSync(process.execPath, words, {
    stdio: ["ignore", out, "pipe"],
    encoding: "utf8",
  });
  closeSync(out);
  expect(status).toBe(3);
  expect(stderr).toBe(
    "error: cannot write to stdout: ENOSPC: no space left on device, write\n" +
      "  next: make room, or send the output elsewhere\n",
  );
});

// a server that answers, and a load on it that takes two seconds: long enough to be hung up on
async function hungUp(shell: string): Promise<{ code: number | null; stdout: string }> {
  const server = createServer((_request, response) => response.end("ok")).listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  const script = `${shell} exec ./lab load --url ${url} --rate 20 --for 2s --json`;
  const child = spawn("sh", ["-c", script], { cwd: root, stdio: ["ignore", "pipe", "ignore"] });
  let stdout = "";
  child.stdout.on("data", (chunk: Buffer) => {
    stdout += chunk;
  });
  // when it asks, it has long set up what it does about signals
  server.once("request", () => child.kill("SIGHUP"));
  const code = await new Promise<number | null>((resolve) => child.once("close", resolve));
  server.close();
  return { code, stdout };
}

test("a terminal that goes stops it in order", { timeout: 60_000 }, async () => {
  expect((await hungUp("")).code).toBe(129);
});

test("with nohup it goes on to its end", { timeout: 60_000 }, async () => {
  const { code, stdout } = await hungUp("trap '' HUP;");
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({});
});
