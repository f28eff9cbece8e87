import { existsSync, mkdirSync, mkdtempSync, readdirSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { startTimeOf, withLock } from "./lock.mjs";

function projectWithLock(holder) {
  const project = mkdtempSync(join(tmpdir(), "lock-"));
  mkdirSync(join(project, ".stagecraft"));
  if (holder !== undefined) writeFileSync(join(project, ".stagecraft/setup.lock"), holder);
  return project;
}

const quiet = () => {};

test("two holders never overlap, and nothing stays behind", async () => {
  const project = projectWithLock(undefined);
  const order = [];
  const hold = (name) =>
    withLock(project, quiet, async () => {
      order.push(`${name} in`);
      await new Promise((resolve) => setImmediate(resolve));
      order.push(`${name} out`);
    });
  await Promise.all([hold("a"), hold("b")]);
  expect(order).toEqual(["a in", "a out", "b in", "b out"]);
  expect(readdirSync(join(project, ".stagecraft"))).toEqual([]);
});

test("the lock is free again after the work failed", async () => {
  const project = projectWithLock(undefined);
  const failing = withLock(project, quiet, () => Promise.reject(new Error("work failed")));
  await expect(failing).rejects.toThrow("work failed");
  expect(existsSync(join(project, ".stagecraft/setup.lock"))).toBe(false);
});

test.each([
  ["a process that is gone", "2147483646 1"],
  ["an earlier process with a reused number", `${process.pid} 1`],
  ["half-written", ""],
])("breaks the lock of %s", async (_, holder) => {
  const done = await withLock(projectWithLock(holder), quiet, async () => "worked");
  expect(done).toBe("worked");
});

test("waits for a live holder, and says for whom", async () => {
  const project = projectWithLock(undefined);
  const said = [];
  let release;
  const first = withLock(project, quiet, () => new Promise((resolve) => (release = resolve)));
  const second = withLock(
    project,
    (line) => {
      said.push(line);
      release();
    },
    async () => "second",
  );
  expect(await second).toBe("second");
  await first;
  expect(said).toEqual([expect.stringContaining(`process ${process.pid}`)]);
  expect(startTimeOf(process.pid)).toBe(startTimeOf("self"));
});
