import { mkdtempSync, rmSync } from "node:fs";
import { connect, createServer, type Server, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { audit, lab, startLab } from "./lab.ts";

// The engine itself must not be stopped: others use it. A door in front of it can be.
let folder: string;
let door: Server;
const passing = new Set<Socket>();

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "stagecraft-door-"));
  const status = JSON.parse((await lab(["engine", "status", "--json"])).stdout) as { dockerHost: string };
  const real = new URL(status.dockerHost).pathname;
  door = createServer({ allowHalfOpen: true }, (outside) => {
    const inside = connect({ path: real, allowHalfOpen: true });
    for (const socket of [outside, inside]) {
      passing.add(socket);
      socket.on("error", () => {});
      socket.once("close", () => passing.delete(socket));
    }
    outside.pipe(inside);
    inside.pipe(outside);
  });
  await new Promise<void>((resolve) => door.listen(join(folder, "docker.sock"), resolve));
});

function shut(): void {
  door.close();
  for (const socket of passing) socket.destroy();
}

afterEach(async () => {
  shut();
  rmSync(folder, { recursive: true, force: true });
  await lab(["clean"]);
});

test("an engine that goes away in mid-run makes the run invalid, not passed, and clean removes the rest", async () => {
  const env = { DOCKER_HOST: `unix://${join(folder, "docker.sock")}`, STAGECRAFT_ENGINE: "host" };
  const running = startLab(["run", "04", "--quick", "--json", "--yes"], env);
  await running.says(/measure kill-one on/);
  shut();
  const { code, stdout, stderr } = await running.ended;
  expect(code, stderr).toBe(3);
  const verdict = JSON.parse(stdout) as { verdict: string; claims: { verdict: string }[] };
  expect(verdict.verdict).toBe("invalid");
  expect(verdict.claims.map((claim) => claim.verdict)).not.toContain("pass");
  // a stage was up when the engine went, and nobody could take it down
  expect(stderr).not.toContain("failed: bring up");
  expect((await audit()).length).toBeGreaterThan(0);
  expect((await lab(["clean", "--json"])).code).toBe(0);
  expect(await audit()).toEqual([]);
});
