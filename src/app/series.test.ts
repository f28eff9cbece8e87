import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { MatrixPart } from "../model/matrix.ts";
import type { Measurements } from "../model/measurement.ts";
import { someHost } from "../model/testing/host.ts";
import { emptyIndex, indexDir, readIndex, readIndexes, recordPart } from "./part-index.ts";
import type { PreparedStage } from "./part-prepare.ts";
import { measureDue, type Series, standingParts } from "./series.ts";
import type { AppContext } from "./session.ts";

let root = "";
let said: string[] = [];
const abort = new AbortController();
const context = (): AppContext => ({
  root,
  env: {},
  say: (line) => void said.push(line),
  confirm: async () => true,
  signal: abort.signal,
});

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "stagecraft-series-"));
  said = [];
});
afterEach(() => rmSync(root, { recursive: true }));

const on = (hash = "h"): PreparedStage => ({
  stage: {} as PreparedStage["stage"],
  words: "scale-out",
  identity: { stage: hash, images: {}, host: someHost },
});
const terms = { workload: "browse", seed: "1", version: "0", worker: "w" };
const index = emptyIndex<MatrixPart, string>(terms, false);
const series: Series<MatrixPart, string> = {
  name: "matrix",
  index,
  title: ({ stage, fault, repeat }) => `${fault} on ${stage}, repeat ${repeat + 1}`,
  same: (a, b) => a.stage === b.stage && a.fault === b.fault && a.repeat === b.repeat,
  spoils: ({ code }) => code === "generator-late",
  plan() {
    throw new Error("nothing was to be measured");
  },
};
const part = (fault: string, repeat = 0): MatrixPart => ({ stage: "scale-out", fault, repeat });

/** A part on record, with the folder of its run. */
function record(one: MatrixPart, how: { unsound?: Measurements["unsound"]; ended?: boolean } = {}): string {
  const run = `run-${one.fault}-${one.repeat}`;
  const folder = join(root, "runs", run);
  mkdirSync(folder, { recursive: true });
  const measurements = { run, lab: "matrix", measurements: [], unsound: how.unsound ?? [] };
  writeFileSync(join(folder, "measurements.json"), JSON.stringify(measurements));
  const last = how.ended === false ? "" : '{"type":"run-ended","outcome":"done"}\n';
  writeFileSync(join(folder, "events.ndjson"), `{"type":"run-started"}\n${last}`);
  recordPart(root, "matrix", index, { ...one, run, identity: on().identity, at: 1 }, series.same);
  return run;
}

const standing = (parts: MatrixPart[], fresh = false, hash = "h") =>
  standingParts(
    context(),
    series,
    parts.map((one) => ({ part: one, on: on(hash) })),
    fresh,
  ).map(({ finished }) => finished?.run);

describe("a series that goes on", () => {
  test("takes what is finished, and says why it measures the rest", () => {
    const run = record(part("kill"));
    record(part("pause"), { ended: false });
    expect(standing([part("kill"), part("pause"), part("loss")])).toEqual([run, undefined, undefined]);
    expect(said).toEqual([
      "kill on scale-out, repeat 1: taken from before (run run-kill-0)",
      "pause on scale-out, repeat 1: will be measured: its run did not come to its end",
      "loss on scale-out, repeat 1: will be measured: not measured yet",
      `matrix ${index.key}: 2 of 3 parts to measure`,
    ]);
  });

  test("measures again what an accident spoiled, and what changed since", () => {
    const late = { step: "under-fault", on: "a", repeat: 0, code: "generator-late", text: "late" } as const;
    record(part("kill"), { unsound: [late] });
    record(part("pause"));
    const run = record(part("loss"), { unsound: [{ ...late, code: "host-busy" }] });
    expect(standing([part("loss")])).toEqual([run]);
    expect(standing([part("kill")])).toEqual([undefined]);
    expect(standing([part("pause")], false, "changed")).toEqual([undefined]);
  });

  test("forgets all repeats of what is measured afresh, and nothing else", () => {
    record(part("kill"));
    record(part("kill", 1));
    const kept = record(part("pause"));
    expect(standing([part("kill")], true)).toEqual([undefined]);
    expect(readIndex<MatrixPart, string>(root, "matrix", index.key)?.parts.map(({ run }) => run)).toEqual([
      kept,
    ]);
  });

  test("measures nothing when everything is finished", async () => {
    const run = record(part("kill"));
    const parts = standingParts(context(), series, [{ part: part("kill"), on: on() }], false);
    const done = await measureDue(context(), series, parts, { fresh: false });
    expect(done).toMatchObject([{ fault: "kill", run, measurements: { run } }]);
  });

  test("keeps what is finished when it is stopped", async () => {
    record(part("kill"));
    const stopped = new AbortController();
    stopped.abort(new Error("stopped"));
    const parts = standingParts(
      context(),
      series,
      [part("kill"), part("loss")].map((one) => ({ part: one, on: on() })),
      false,
    );
    const going = measureDue({ ...context(), signal: stopped.signal }, series, parts, { fresh: false });
    await expect(going).rejects.toThrow("stopped");
    expect(standing([part("kill")])).toEqual(["run-kill-0"]);
  });
});

describe("the index", () => {
  test("has one entry for a part, whole, and nothing beside it", () => {
    record(part("kill"));
    record(part("kill"));
    expect(readIndex<MatrixPart, string>(root, "matrix", index.key)?.parts).toHaveLength(1);
    expect(readdirSync(indexDir(root, "matrix", index.key))).toEqual(["matrix.json"]);
    expect(readIndexes(root, "matrix")).toHaveLength(1);
    expect(readIndexes(root, "bench")).toEqual([]);
  });

  test("of other terms is another one", () => {
    expect(emptyIndex({ ...terms, seed: "2" }, false).key).not.toBe(index.key);
    expect(emptyIndex({ ...terms, workload: "other" }, false).key).not.toBe(index.key);
  });

  test("that was cut off counts as none", () => {
    record(part("kill"));
    writeFileSync(join(indexDir(root, "matrix", index.key), "matrix.json"), '{"format": 1, "ke');
    expect(standing([part("kill")])).toEqual([undefined]);
  });
});
