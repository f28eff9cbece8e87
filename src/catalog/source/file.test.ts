import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { maxBytes, readText } from "./file.ts";

const folder = mkdtempSync(join(tmpdir(), "stagecraft-file-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it("reads a file", () => {
  writeFileSync(join(folder, "a.yaml"), "a: 1\n");
  expect(readText(join(folder, "a.yaml"))).toEqual({ text: "a: 1\n" });
});

it("refuses one that is too large", () => {
  const file = join(folder, "large.yaml");
  writeFileSync(file, "#".repeat(maxBytes + 1));
  expect(readText(file)).toEqual({
    problem: { what: "is 257 KiB long; at most 256 KiB are read", place: { file } },
  });
});

it("says that a file is missing, and what to do", () => {
  const file = join(folder, "none.yaml");
  expect(readText(file, "make one")).toEqual({
    problem: { what: "no such file", place: { file }, next: "make one" },
  });
});

it("does not take a folder for a file", () => {
  expect(readText(folder)).toEqual({ problem: { what: "is not a file", place: { file: folder } } });
});
