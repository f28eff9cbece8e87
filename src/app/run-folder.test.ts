import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { NewEvent } from "../model/event.ts";
import { createRunFolder, newRunId, readOwners } from "./run-folder.ts";

let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "stagecraft-runs-"));
});

afterEach(() => rmSync(root, { recursive: true, force: true }));

const owner = {
  run: "20260101-000000-abcd",
  state: "busy",
  what: "run",
  controller: { pid: 1, started: "1" },
} as const;
const event: NewEvent = { type: "stage-down", on: "a", tookMs: 1, left: [] };

test("run ids sort by time and fit in a compose project name", () => {
  const early = newRunId(new Date("2026-01-02T03:04:05.678Z"));
  const late = newRunId(new Date("2026-01-02T03:04:06.000Z"));
  expect(early).toMatch(/^20260102-030405-[0-9a-f]{4}$/);
  expect(early < late).toBe(true);
});

test("the owner is on disk before anything else, and changes are too", () => {
  const folder = createRunFolder(root, owner);
  folder.owner({ quotas: "tools:1" });
  expect(readOwners(root).get(owner.run)).toMatchObject({ ...owner, quotas: "tools:1", processes: [] });
  folder.close();
});

test("events are written as they come", () => {
  const folder = createRunFolder(root, owner);
  folder.event(event);
  const [line = ""] = readFileSync(join(folder.path, "events.ndjson"), "utf8").split("\n");
  expect(JSON.parse(line)).toMatchObject(event);
  folder.close();
});

test.runIf(existsSync("/dev/full"))(
  "a full disk stops the run with what to do, and loses nothing in memory",
  () => {
    const path = join(root, "runs", owner.run);
    mkdirSync(path, { recursive: true });
    symlinkSync("/dev/full", join(path, "events.ndjson"));
    const folder = createRunFolder(root, owner);
    folder.event(event);
    expect(folder.events).toHaveLength(1);
    expect(folder.broken.aborted).toBe(true);
    expect(folder.broken.reason).toMatchObject({
      code: "environment",
      next: expect.stringMatching(/free some disk/),
    });
    folder.close();
  },
);

test("a place that cannot be written is a clear error", () => {
  writeFileSync(join(root, "runs"), "a file where the folder should be");
  expect(() => createRunFolder(root, owner)).toThrow(
    expect.objectContaining({ code: "environment", message: expect.stringContaining("runs") }),
  );
});
