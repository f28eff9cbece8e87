import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { buildStale, markBuilt } from "./build.mjs";
import { dependenciesStale } from "./dependencies.mjs";

const lockFile = (version) => ({
  packages: {
    "": { name: "x" },
    "node_modules/a": { version },
    "node_modules/only-elsewhere": { version: "1.0.0", optional: true },
  },
});

/** A checkout whose dependencies npm has installed; `installed` is npm's own record. */
function project(locked, installed) {
  const folder = mkdtempSync(join(tmpdir(), "project-"));
  mkdirSync(join(folder, "node_modules"));
  writeFileSync(join(folder, "package-lock.json"), JSON.stringify(locked));
  if (installed) writeFileSync(join(folder, "node_modules/.package-lock.json"), JSON.stringify(installed));
  return folder;
}

const record = (version) => ({ packages: { "node_modules/a": { version } } });

test("dependencies: a finished installation of this lock file is current, with and without our stamp", () => {
  const folder = project(lockFile("1.0.0"), record("1.0.0"));
  expect(dependenciesStale(folder)).toBe(false);
  rmSync(join(folder, "node_modules/.package-lock.json"));
  expect(dependenciesStale(folder)).toBe(false); // the stamp written by the first look
});

test("dependencies: missing, half-done and outdated ones are stale", () => {
  expect(dependenciesStale(project(lockFile("1.0.0")))).toBe(true);
  expect(dependenciesStale(project(lockFile("2.0.0"), record("1.0.0")))).toBe(true);
  expect(dependenciesStale(project(lockFile("1.0.0"), { packages: {} }))).toBe(true);
});

test("dependencies: a changed lock file makes a stamped installation stale", () => {
  const folder = project(lockFile("1.0.0"), record("1.0.0"));
  expect(dependenciesStale(folder)).toBe(false);
  writeFileSync(join(folder, "package-lock.json"), JSON.stringify(lockFile("2.0.0")));
  expect(dependenciesStale(folder)).toBe(true);
});

test("build: stale until built, after a change, and after a file appears; tests do not count", () => {
  const folder = project(lockFile("1.0.0"));
  mkdirSync(join(folder, "src/room"), { recursive: true });
  mkdirSync(join(folder, "scripts"));
  for (const path of ["src/main.ts", "scripts/build.mjs", "package.json"]) {
    writeFileSync(join(folder, path), "");
  }
  expect(buildStale(folder)).toBe(true);
  markBuilt(folder);
  expect(buildStale(folder)).toBe(false);
  writeFileSync(join(folder, "src/main.test.ts"), "changed");
  expect(buildStale(folder)).toBe(false);
  writeFileSync(join(folder, "src/main.ts"), "changed");
  expect(buildStale(folder)).toBe(true);
  markBuilt(folder);
  writeFileSync(join(folder, "src/room/new.ts"), "");
  expect(buildStale(folder)).toBe(true);
});
