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

it("takes a byte-order mark for what it is", () => {
  const file = join(folder, "bom.md");
  writeFileSync(file, "\ufeff# 제목\n");
  expect(readText(file)).toEqual({ text: "# 제목\n" });
});

it.each([
  ["UTF-16 in one order", Buffer.from("\ufeff# 제목", "utf16le"), "is UTF-16, not UTF-8", 1, 1],
  ["UTF-16 in the other", Buffer.from("\ufeff# 제목", "utf16le").swap16(), "is UTF-16, not UTF-8", 1, 1],
  // "제목" in CP949
  ["CP949", Buffer.from("23200a2320c1a6b8f1", "hex"), "is not UTF-8 from here on", 2, 3],
])("refuses %s, with its place and what to do", (_name, bytes, what, line, column) => {
  const file = join(folder, "other.md");
  writeFileSync(file, bytes);
  expect(readText(file)).toEqual({
    problem: { what, place: { file, line, column }, next: expect.stringContaining("save it as UTF-8") },
  });
});
