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
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { readProgress, sealed, unsealed, writeProgress } from "../../guide/progress-file.ts";
import { LabError } from "../../model/errors.ts";
import { finishedRun } from "../../model/testing/finished.ts";
import type { Progress } from "../../model/walk.ts";
import { progressFile } from "./open-walk.ts";
import { forgetAll, forgetLab, toForget } from "./reset.ts";
import { exportProgress, importProgress } from "./transfer.ts";

const project = join(import.meta.dirname, "../../..");
let here: string;
let there: string;
const contexts = () => ({ from: { root: here, env: {} }, to: { root: there, env: {} } });

beforeEach(() => {
  [here, there] = ["here", "there"].map((name) => {
    const root = mkdtempSync(join(tmpdir(), `stagecraft-${name}-`));
    for (const folder of ["labs", "compose"]) symlinkSync(join(project, folder), join(root, folder));
    return root;
  }) as [string, string];
});
afterEach(() => {
  for (const root of [here, there]) rmSync(root, { recursive: true, force: true });
});

const run = "20260101-000000-abcd";
const progress: Progress = {
  format: 1,
  revision: 0,
  seed: "abcd2345",
  lab: "04-scale-out",
  labs: { "04-scale-out": { at: "why", startedAt: "", steps: { story: { state: "passed" } } } },
};

/** A learner with a measured step. */
function learn(root: string): void {
  writeProgress(progressFile({ root, env: {} }), progress);
  const folder = join(root, "runs", run);
  mkdirSync(folder, { recursive: true });
  const { plan, measurements, verdict } = finishedRun();
  const ended = ["one-backend", "scale-out", "no-health-check"].map((on) =>
    JSON.stringify({ at: 1, type: "measure-ended", step: "kill-one", on, repeat: 0, ok: true }),
  );
  const files = {
    "owner.json": JSON.stringify({
      run,
      state: "busy",
      what: "",
      controller: { pid: 1 },
      processes: [],
      quotas: "x",
    }),
    "plan.json": JSON.stringify({ ...plan, run, seed: progress.seed }),
    "measurements.json": JSON.stringify({ ...measurements, run }),
    "verdict.json": JSON.stringify(verdict),
    "events.ndjson": `${ended.join("\n")}\n`,
    "samples.ndjson": "much\n",
  };
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
}

describe("one file carries a learner to another machine", () => {
  test("with the records that the steps rest on, but not the samples", async () => {
    learn(here);
    const { from, to } = contexts();
    const file = join(here, "mine.json");
    expect(await exportProgress(from, file)).toEqual({ file, lab: "04-scale-out", runs: 1 });
    expect(importProgress(to, file)).toEqual({ file, lab: "04-scale-out", runs: 1 });
    expect(readProgress(progressFile(to))).toMatchObject({ seed: "abcd2345", lab: "04-scale-out" });
    const folder = join(there, "runs", run);
    expect(JSON.parse(readFileSync(join(folder, "plan.json"), "utf8"))).toMatchObject({ run });
    expect(JSON.parse(readFileSync(join(folder, "owner.json"), "utf8"))).toMatchObject({ quotas: null });
    expect(existsSync(join(folder, "samples.ndjson"))).toBe(false);
    // and on from there
    const again = join(there, "again.json");
    expect((await exportProgress(to, again)).runs).toBe(1);
  });

  test("what was there before is kept aside, and runs that exist stay as they are", async () => {
    learn(here);
    const { from, to } = contexts();
    const file = join(here, "mine.json");
    await exportProgress(from, file);
    learn(there);
    writeFileSync(join(there, "runs", run, "verdict.json"), "{}");
    importProgress(to, file);
    expect(readFileSync(join(there, "runs", run, "verdict.json"), "utf8")).toBe("{}");
  });

  const bad: [string, (text: string) => string][] = [
    ["cut off", (text) => text.slice(0, -40)],
    ["changed", (text) => text.replace("abcd2345", "abcd2346")],
    ["of another kind", () => sealed({ format: 1, kind: "something" })],
    [
      "that leads out of the runs' folder",
      (text) => sealed({ ...unsealed(text), runs: { "../../evil": { "plan.json": "{}" } } }),
    ],
    [
      "with a file that we do not write",
      (text) => sealed({ ...unsealed(text), runs: { [run]: { "../x": "" } } }),
    ],
  ];
  test.each(bad)("a file %s is refused, and changes nothing", async (_, damage) => {
    learn(here);
    const { from, to } = contexts();
    const file = join(here, "mine.json");
    await exportProgress(from, file);
    writeFileSync(file, damage(readFileSync(file, "utf8")));
    expect(() => importProgress(to, file)).toThrow(LabError);
    expect(existsSync(join(there, "runs"))).toBe(false);
    expect(existsSync(progressFile(to))).toBe(false);
  });

  test("without a walk there is nothing to export, and no file to import is told", async () => {
    const { from } = contexts();
    await expect(exportProgress(from, join(here, "x.json"))).rejects.toThrow("no progress");
    expect(() => importProgress(from, join(here, "x.json"))).toThrow("there is no file");
  });
});

describe("reset", () => {
  test("forgets one lab and keeps the seed; all of it, and nothing is left; the old state is kept aside", () => {
    learn(here);
    const { from: context } = contexts();
    const file = progressFile(context);
    expect(toForget(context, "5")).toBeUndefined();
    expect(toForget(context, undefined)).toBe("04-scale-out");
    const aside = forgetLab(context, "04-scale-out");
    expect(readProgress(file)).toMatchObject({ seed: "abcd2345", lab: null, labs: {} });
    expect(readProgress(aside)?.labs["04-scale-out"]?.at).toBe("why");
    expect(existsSync(join(here, "runs", run, "plan.json"))).toBe(true);
    expect(forgetAll(context)).toBeDefined();
    expect(readProgress(file)).toBeUndefined();
    expect(forgetAll(context)).toBeUndefined();
  });
});
