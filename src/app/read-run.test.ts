import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { measure } from "../measure/measure.ts";
import { LabError } from "../model/errors.ts";
import type { RunEvent, Sample } from "../model/event.ts";
import { ejectionClaim, killStep, planOf, runStarted } from "../model/testing/sample-plan.ts";
import { tell } from "../model/testing/story.ts";
import { judge } from "../verdict/judge.ts";
import { findRun, readRun } from "./read-run.ts";
import { renderRun } from "./report.ts";

let runs: string;
beforeEach(async () => {
  runs = await mkdtemp(join(tmpdir(), "runs-"));
});
afterEach(() => rm(runs, { recursive: true, force: true }));

const strong = killStep("scale-out");
const weak = killStep("no-health-check");
const plan = planOf([strong, weak], { claims: [ejectionClaim()] });

function story(): { events: RunEvent[]; samples: Sample[] } {
  const good = tell(strong);
  const bad = tell(weak, { seen: (phase) => (phase === "fault" ? { ok: 5, failed: 5 } : { ok: 10 }) });
  const ended: RunEvent = { at: 1_700_000_100_000, type: "run-ended", outcome: "done" };
  return {
    events: [runStarted(), ...good.events, ...bad.events, ended],
    samples: [...good.samples, ...bad.samples],
  };
}

const lines = (values: readonly unknown[]) => values.map((value) => `${JSON.stringify(value)}\n`).join("");

/** Writes a run's folder as a run does; files given as text replace what would be there, null leaves them out. */
async function folder(run: string, change: Record<string, string | null> = {}): Promise<string> {
  const { events, samples } = story();
  const measurements = measure(plan, events, samples);
  const info = { lab: plan.lab, stages: [], runDir: "elsewhere", durationS: 60, outcome: "done" as const };
  const files: Record<string, string | null> = {
    "plan.json": JSON.stringify(plan),
    "events.ndjson": lines(events),
    "samples.ndjson": lines(samples),
    "measurements.json": JSON.stringify(measurements),
    "verdict.json": JSON.stringify(judge(plan.claims, measurements, info)),
    ...change,
  };
  const path = join(runs, run);
  await mkdir(path, { recursive: true });
  for (const [name, text] of Object.entries(files)) {
    if (text !== null) await writeFile(join(path, name), text);
  }
  return path;
}

const unmade = { "measurements.json": null, "verdict.json": null };

async function problem(promise: Promise<unknown>): Promise<LabError> {
  const thrown = await promise.then(
    () => undefined,
    (error: unknown) => error,
  );
  expect(thrown).toBeInstanceOf(LabError);
  return thrown as LabError;
}

describe("readRun", () => {
  it("reads a finished run back as it was", async () => {
    const { run, complete } = await readRun(await folder("a"));
    expect(complete).toBe(true);
    expect(run.verdict).toMatchObject({ verdict: "pass", durationS: 60, runDir: join(runs, "a") });
    const text = renderRun(run, { lang: "en", env: {}, colour: false });
    expect(text).toContain("PASS");
  });

  it("measures and judges again what a killed run left, to the same verdict when its record is whole", async () => {
    const { run, complete } = await readRun(await folder("a", unmade));
    expect(complete).toBe(false);
    expect(run.verdict.verdict).toBe("pass");
    const finished = await readRun(await folder("b"));
    expect(run.measurements).toEqual(finished.run.measurements);
    expect(run.verdict.claims).toEqual(finished.run.verdict.claims);
  });

  it("tolerates a last line that was cut off, and never passes such a run", async () => {
    const { events, samples } = story();
    const cut = {
      ...unmade,
      "events.ndjson": `${lines(events.slice(0, -2))}{"at":17000000`,
      "samples.ndjson": `${lines(samples.slice(0, -3))}{"step":"kill-o`,
    };
    const { run, complete } = await readRun(await folder("a", cut));
    expect(complete).toBe(false);
    expect(run.verdict.verdict).toBe("invalid");
    expect(run.verdict.claims[0]).toMatchObject({ verdict: "pass", controls: [{ verdict: "invalid" }] });
    expect(run.verdict.reasons[0]).toContain("did not come to its end");
  });

  it("measures again when the figures themselves were cut off", async () => {
    const { run, complete } = await readRun(await folder("a", { "measurements.json": '{"run":"x","measu' }));
    expect(complete).toBe(false);
    expect(run.measurements.measurements.length).toBeGreaterThan(100);
  });

  it("reports a run that was killed before its first measurement", async () => {
    const nothing = { ...unmade, "events.ndjson": "", "samples.ndjson": null };
    const { run } = await readRun(await folder("a", nothing));
    expect(run.verdict.verdict).toBe("invalid");
    expect(run.verdict.claims[0]?.reasons[0]).toContain("was not run");
  });

  it.each([
    ["a damaged plan", { "plan.json": "{" }, "plan.json"],
    ["a plan that is something else", { "plan.json": "[1]" }, "plan.json"],
    ["a missing plan", { "plan.json": null }, "plan.json"],
    ["a plan of another version", { "plan.json": JSON.stringify({ ...plan, format: 2 }) }, "plan.json"],
    ["figures that are something else", { "measurements.json": '{"a":1}' }, "measurements.json"],
    ["a verdict that is something else", { "verdict.json": '{"a":1}' }, "verdict.json"],
  ])("says where %s is", async (_name, change, file) => {
    const error = await problem(readRun(await folder("a", change)));
    expect(error.code).toBe("bad-input");
    expect(error.place?.file).toBe(join(runs, "a", file));
    expect(error.next).toBeTruthy();
  });

  it("says which line of a record is damaged", async () => {
    const { events } = story();
    const text = `${lines(events.slice(0, 2))}garbage\n${lines(events.slice(2))}`;
    const error = await problem(readRun(await folder("a", { "events.ndjson": text })));
    expect(error.place).toMatchObject({ file: join(runs, "a", "events.ndjson"), line: 3 });
  });
});

describe("findRun", () => {
  it("takes the latest that has a plan, or the one that is named", async () => {
    await folder("20260101-000000-aaaa");
    await folder("20260102-000000-bbbb");
    await folder("20260103-000000-cccc", { "plan.json": null });
    expect(await findRun(runs)).toBe(join(runs, "20260102-000000-bbbb"));
    expect(await findRun(runs, "20260101-000000-aaaa")).toBe(join(runs, "20260101-000000-aaaa"));
    expect(await findRun(runs, "runs/20260101-000000-aaaa/")).toBe(join(runs, "20260101-000000-aaaa"));
  });

  it("lists the last ones when there is no such run", async () => {
    await folder("20260101-000000-aaaa");
    await folder("20260102-000000-bbbb");
    const error = await problem(findRun(runs, "nothing"));
    expect(error.code).toBe("usage");
    expect(error.next).toBe("the last ones: 20260102-000000-bbbb, 20260101-000000-aaaa");
  });

  it("never leaves the runs' folder", async () => {
    await folder("20260101-000000-aaaa");
    expect((await problem(findRun(runs, "../.."))).code).toBe("usage");
  });

  it("says what to do when nothing was run", async () => {
    expect((await problem(findRun(join(runs, "none")))).next).toContain("./lab run");
  });
});
