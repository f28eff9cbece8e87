import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Command } from "commander";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readReport } from "../src/app/report.ts";
import { writePage } from "../src/app/write-page.ts";
import type { Io } from "../src/cli/io.ts";
import { report } from "../src/cli/report.ts";
import { LabError } from "../src/model/errors.ts";
import { toldRun } from "./told-run.ts";

let root: string;
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), "report-verb-"));
  mkdirSync(join(root, "runs"));
  renameSync(toldRun(), join(root, "runs", "20260101-000000-abcd"));
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

const options = { env: {}, colour: false };

test("a run's folder is enough for every form, in the language that was asked for", async () => {
  const found = await readReport(root, undefined, { ...options, lang: "ko" });
  expect(found.complete).toBe(true);
  expect(await found.html()).toContain('<html lang="ko">');
  expect(found.markdown()).toContain("## 측정값");
  expect(found.junit()).toMatch(/^<\?xml version="1\.0"/);
  expect(found.csv()).toMatch(/^step,on,/);
});

test("a run that is not there is named, with those that are", async () => {
  const asking = readReport(root, "20260101-000000-ffff", options);
  await expect(asking).rejects.toThrow(LabError);
  await expect(asking).rejects.toMatchObject({
    code: "usage",
    next: "the last ones: 20260101-000000-abcd",
  });
});

test("a damaged predictions.json is told with its file", async () => {
  const folder = join(root, "runs", "20260102-000000-abcd");
  renameSync(toldRun(), folder);
  writeFileSync(join(folder, "predictions.json"), '{"format":1}');
  await expect(readReport(root, "20260102-000000-abcd", options)).rejects.toMatchObject({
    code: "bad-input",
    place: { file: join(folder, "predictions.json") },
  });
});

describe("files", () => {
  test("a file that cannot be written is named, with what to do", () => {
    const file = join(root, "no-such-folder", "report.html");
    const writing = () => writePage(file, "page", "name another file");
    expect(writing).toThrow(`cannot write ${file} (ENOENT)`);
    expect(existsSync(file)).toBe(false);
  });

  test("what is there is replaced", () => {
    const file = join(root, "report.html");
    writePage(file, "old");
    writePage(file, "new");
    expect(readFileSync(file, "utf8")).toBe("new");
  });
});

describe("words", () => {
  const io: Io = {
    out: () => {},
    err: () => {},
    interactive: false,
    colour: false,
    env: {},
    signal: new AbortController().signal,
    setExitCode: () => {},
  };
  const asked = (...words: string[]) => {
    const program = new Command();
    report(program, io);
    return program.parseAsync(["report", ...words], { from: "user" });
  };

  test.each([
    ["--json", "--markdown"],
    ["--json", "--csv", "-"],
    ["--html", "-", "--junit", "-"],
  ])("only one thing goes to stdout: %s %s %s", async (...words) => {
    await expect(asked(...words.filter(Boolean))).rejects.toThrow(/exclude each other on stdout/);
  });
});
