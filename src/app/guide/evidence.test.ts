import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Claim, Lab } from "../../model/lab.ts";
import { finishedRun } from "../../model/testing/finished.ts";
import { ejectionClaim } from "../../model/testing/sample-plan.ts";
import { claimsAbout, evidenceOf, ownRuns, together } from "./evidence.ts";
import { settledBy } from "./predictions.ts";

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "stagecraft-evidence-"));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const seed = "abcd2345";
const claim: Claim = ejectionClaim();
const lab: Lab = {
  id: "04-scale-out",
  number: "04",
  form: 1,
  title: { en: "", ko: "" },
  sources: [],
  minutes: 1,
  stages: [],
  journeys: [],
  loads: [],
  quick: { rate: 1, phases: 1, repeats: 1 },
  steps: [
    {
      id: "guess",
      kind: "predict",
      hints: [],
      treats: [],
      metric: "lb.ejection_s",
      subject: { on: "scale-out", during: { step: "kill-one", phase: "fault" } },
      ask: "interval",
      options: [],
    },
    {
      id: "kill-one",
      kind: "measure",
      hints: [],
      treats: [],
      load: "browse",
      on: ["scale-out", "no-health-check"],
      repeats: 1,
    },
  ],
  claims: [{ ...claim, subject: { on: "scale-out", during: { step: "kill-one", phase: "fault" } } }],
  file: "",
};

interface Change {
  seed?: string;
  lab?: string;
  events?: object[];
  measuredAs?: string;
  without?: string;
}

const ended = (on: string, more: object = {}) => ({
  type: "measure-ended",
  step: "kill-one",
  on,
  repeat: 0,
  ok: true,
  ...more,
});
const both = [ended("scale-out"), ended("no-health-check")];

/** A run's folder, as a run with that seed leaves it. */
function record(run: string, change: Change = {}): void {
  const folder = join(root, "runs", run);
  mkdirSync(folder, { recursive: true });
  const { plan, measurements, verdict } = finishedRun();
  const files = {
    "plan.json": { ...plan, run, seed: change.seed ?? seed, lab: change.lab ?? lab.id },
    "measurements.json": { ...measurements, run: change.measuredAs ?? run },
    "verdict.json": verdict,
  };
  for (const [name, value] of Object.entries(files))
    if (name !== change.without) writeFileSync(join(folder, name), JSON.stringify(value));
  const events = (change.events ?? both).map((event) => JSON.stringify({ at: 1, ...event }));
  writeFileSync(join(folder, "events.ndjson"), `${events.join("\n")}\n`);
}

const found = async () => [...(await ownRuns(root, lab, seed))].map(([step, run]) => [step, run.plan.run]);

describe("a run that counts", () => {
  test("was made in this checkout, of this lab, with the learner's seed; the latest one does", async () => {
    expect(await found()).toEqual([]);
    record("20260101-000000-0001");
    record("20260102-000000-0002");
    expect(await found()).toEqual([["kill-one", "20260102-000000-0002"]]);
  });

  test.each<[string, Change]>([
    ["another learner's", { seed: "other" }],
    ["another lab's", { lab: "05-sessions" }],
    ["figures of another run", { measuredAs: "20250101-000000-0009" }],
    ["without figures", { without: "measurements.json" }],
    ["that was stopped before the second stage", { events: [ended("scale-out")] }],
    [
      "whose measurement failed on one stage",
      { events: [ended("scale-out"), ended("no-health-check", { ok: false })] },
    ],
    [
      "in which nothing was possible",
      { events: both.map((one) => ({ ...one, ok: false, impossible: true })) },
    ],
    ["that measured nothing", { events: [] }],
  ])("one %s does not", async (_, change) => {
    record("20260101-000000-0001", change);
    expect(await found()).toEqual([]);
  });

  test("where one stage could not be had here, the other one is enough", async () => {
    const impossible = ended("no-health-check", { ok: false, impossible: true });
    record("20260101-000000-0001", { events: [ended("scale-out"), impossible] });
    expect(await found()).toHaveLength(1);
  });

  test("a copied folder under another name is none", async () => {
    record("20260101-000000-0001");
    const copy = join(root, "runs", "20260101-000000-0002");
    mkdirSync(copy);
    const { cpSync } = await import("node:fs");
    for (const name of readdirSync(join(root, "runs", "20260101-000000-0001")))
      cpSync(join(root, "runs", "20260101-000000-0001", name), join(copy, name));
    expect(await found()).toEqual([["kill-one", "20260101-000000-0001"]]);
  });
});

describe("what it shows", () => {
  test("claims with their controls, a figure to ask for, and whose answers ceased", async () => {
    record("20260101-000000-0001");
    const runs = await ownRuns(root, lab, seed);
    const [judged] = claimsAbout(lab, "kill-one", runs);
    expect(judged).toMatchObject({ verdict: "pass", value: 2.5, controls: [{ verdict: "failed" }] });
    const evidence = evidenceOf(lab, runs, seed);
    // the control's figure is only a bound: it is not asked for
    expect(evidence["kill-one"]?.asked).toMatchObject({
      metric: "lb.ejection_s",
      on: "scale-out",
      value: 2.5,
    });
    expect(evidence["kill-one"]?.run).toBe("20260101-000000-0001");
    expect(together(runs).run).toBe("20260101-000000-0001");
  });

  test("a claim that rests on another step as well waits for it", async () => {
    record("20260101-000000-0001");
    const runs = await ownRuns(root, lab, seed);
    const subject = {
      ...lab.claims[0]!.subject,
      comparedWith: { during: { step: "later", phase: "fault" as const } },
    };
    const waiting = { ...lab, claims: [{ ...lab.claims[0]!, subject }] };
    expect(claimsAbout(waiting, "kill-one", runs)).toEqual([]);
  });

  test("a guess stands beside what was measured", async () => {
    record("20260101-000000-0001");
    const runs = await ownRuns(root, lab, seed);
    const walk = { at: "kill-one", startedAt: "", steps: { guess: { guess: { low: 2, high: 3 } } } };
    const all = together(runs);
    expect(settledBy("kill-one", lab, walk, new Set(runs.keys()), all)).toEqual([
      {
        id: "guess",
        metric: "lb.ejection_s",
        on: "scale-out",
        during: "kill-one/fault",
        guess: { low: 2, high: 3 },
        value: 2.5,
        unit: "s",
        score: 71,
        held: true,
      },
    ]);
    expect(settledBy("kill-one", lab, { ...walk, steps: {} }, new Set(runs.keys()), all)).toEqual([]);
    expect(settledBy("other", lab, walk, new Set(runs.keys()), all)).toEqual([]);
  });
});
