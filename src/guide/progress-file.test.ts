import { execFileSync, spawn } from "node:child_process";
import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buildSync } from "esbuild";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { LabError } from "../model/errors.ts";
import type { Progress } from "../model/walk.ts";
import {
  beforeFile,
  isProgress,
  readProgress,
  sealed,
  setAside,
  unsealed,
  writeProgress,
} from "./progress-file.ts";

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "stagecraft-progress-"));
  file = join(folder, "deep", "progress.json");
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const walk = { at: "story", startedAt: "2026-01-01T00:00:00.000Z", steps: {} };
const fresh: Progress = { format: 1, revision: 0, seed: "abcd2345", lab: "04-two", labs: { "04-two": walk } };

function thrownBy(act: () => unknown): LabError {
  try {
    act();
  } catch (thrown) {
    if (thrown instanceof LabError) return thrown;
    throw thrown;
  }
  throw new Error("nothing was thrown");
}

test("nobody has begun: there is nothing, and no file comes of looking", () => {
  expect(readProgress(file)).toBeUndefined();
  expect(existsSync(file)).toBe(false);
});

test("what is written is read back, with the next revision, and nothing lies about", () => {
  const written = writeProgress(file, fresh);
  expect(written).toEqual({ ...fresh, revision: 1 });
  expect(readProgress(file)).toEqual(written);
  writeProgress(file, { ...written, lab: null });
  expect(readProgress(file)?.lab).toBeNull();
  expect(readdirSync(join(folder, "deep")).sort()).toEqual(["progress.before.json", "progress.json"]);
});

test("another walk that went on in the meantime is not overwritten", () => {
  const first = writeProgress(file, fresh);
  writeProgress(file, { ...first, lab: null });
  const error = thrownBy(() => writeProgress(file, { ...first, lab: "04-two" }));
  expect(error.code).toBe("usage");
  expect(readProgress(file)?.lab).toBeNull();
});

describe("a damaged file", () => {
  const damages: [string, (path: string) => void][] = [
    ["is empty", (path) => truncateSync(path, 0)],
    ["is cut off", (path) => truncateSync(path, 40)],
    ["holds something else", (path) => writeFileSync(path, "[]")],
    [
      "has a changed value",
      (path) => writeFileSync(path, readFileSync(path, "utf8").replace('"story"', '"cliff"')),
    ],
    ["is sealed but no progress", (path) => writeFileSync(path, sealed({ format: 1, labs: 3 }))],
  ];
  test.each(damages)("that %s is told, and neither read nor overwritten", (_, damage) => {
    const first = writeProgress(file, fresh);
    const second = writeProgress(file, { ...first, lab: null });
    damage(file);
    const text = readFileSync(file, "utf8");
    const error = thrownBy(() => readProgress(file));
    expect(error.code).toBe("bad-input");
    expect(error.place?.file).toBe(file);
    expect(error.next).toContain(beforeFile(file));
    expect(thrownBy(() => writeProgress(file, second)).code).toBe("bad-input");
    expect(readFileSync(file, "utf8")).toBe(text);
    // the way out that the message names
    execFileSync("cp", [beforeFile(file), file]);
    expect(readProgress(file)).toEqual(first);
  });

  test("without an earlier state there are two other ways out", () => {
    writeProgress(file, fresh);
    truncateSync(file, 3);
    expect(thrownBy(() => readProgress(file)).next).toMatch(/--import.*reset --all/);
  });

  test("a newer format is not called damaged", () => {
    writeProgress(file, fresh);
    writeFileSync(file, sealed({ ...fresh, format: 2 }));
    expect(thrownBy(() => readProgress(file)).message).toContain("format 2");
  });

  test("set aside it is still there", () => {
    writeProgress(file, fresh);
    truncateSync(file, 7);
    const aside = setAside(file, "now")!;
    expect(readFileSync(aside, "utf8")).toHaveLength(7);
    expect(existsSync(file)).toBe(false);
    expect(setAside(file, "now")).toBeUndefined();
  });
});

test("a folder that cannot be written is told, and what was there stays", () => {
  writeFileSync(join(folder, "deep"), "a file where a folder should be");
  const error = thrownBy(() => writeProgress(file, fresh));
  expect(error.code).toBe("environment");
});

test("a kill in the middle of writing leaves the old state or the new one", { timeout: 20_000 }, async () => {
  const room = join(folder, "progress-file.mjs");
  const entryPoints = [join(import.meta.dirname, "progress-file.ts")];
  buildSync({ entryPoints, bundle: true, platform: "node", format: "esm", outfile: room });
  const script = `
    import { readProgress, writeProgress } from ${JSON.stringify(room)};
    let value = readProgress(${JSON.stringify(file)}) ?? ${JSON.stringify(fresh)};
    value = writeProgress(${JSON.stringify(file)}, value);
    process.stdout.write("on");
    for (;;) value = writeProgress(${JSON.stringify(file)}, value);`;
  writeFileSync(join(folder, "writer.mjs"), script);
  let before = 0;
  for (let round = 0; round < 4; round++) {
    const child = spawn(process.execPath, [join(folder, "writer.mjs")], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    await new Promise((resolve) => child.stdout.once("data", resolve));
    await new Promise((resolve) => setTimeout(resolve, 15 + 20 * round));
    child.kill("SIGKILL");
    await new Promise((resolve) => child.once("exit", resolve));
    const revision = readProgress(file)?.revision ?? 0;
    expect(revision).toBeGreaterThan(before);
    before = revision;
  }
});

describe("the seal", () => {
  test("tells any change", () => {
    const text = sealed({ a: 1, b: [2] });
    expect(unsealed(text)).toEqual({ a: 1, b: [2] });
    expect(unsealed(text.replace("2", "3"))).toBeUndefined();
    expect(unsealed("null")).toBeUndefined();
  });

  test.each([
    null,
    [],
    { ...fresh, seed: 3 },
    { ...fresh, revision: 0.5 },
    { ...fresh, labs: { x: { at: 1, steps: {} } } },
    { ...fresh, labs: { x: { at: "a", steps: { b: 1 } } } },
  ])("%j is no progress", (value) => {
    expect(isProgress(value)).toBe(false);
  });
});
