import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { measure } from "../src/measure/measure.ts";
import type { RunEvent, Sample } from "../src/model/event.ts";
import type { LoadRecord } from "../src/model/load-records.ts";
import { finishedRun } from "../src/model/testing/finished.ts";
import { ejectionClaim, killStep, peakStep, planOf, runStarted } from "../src/model/testing/sample-plan.ts";
import { tell } from "../src/model/testing/story.ts";
import type { Prediction } from "../src/model/walk.ts";
import { judge } from "../src/verdict/judge.ts";

const strong = killStep("scale-out");
const again = killStep("scale-out", { repeat: 1 });
const weak = killStep("no-health-check");
const knee = peakStep("scale-out");

const plan = planOf([strong, again, weak, knee], {
  claims: [ejectionClaim(), ejectionClaim({ id: "never", mustFailOn: [], noControl: "nothing to compare" })],
});

function story(): { events: RunEvent[]; samples: Sample[] } {
  const writes = (starts: ReadonlyMap<string, number>): LoadRecord[] =>
    [1, 2, 3].map((index) => ({
      kind: "write",
      ledger: "posts",
      id: `w-${index}`,
      user: "u",
      phase: "baseline",
      attemptMs: starts.get("baseline")! + index,
      endMs: starts.get("baseline")! + index + 5,
      result: "acknowledged",
      server: "app-1",
    }));
  const good = tell(strong, {
    seen: (phase, ms) =>
      phase === "fault" && ms < 1500
        ? { ok: 5, failed: 5, servers: ["app-2"], latencyMs: 40 }
        : { ok: 9, refused: 1, servers: ["app-1", "app-2"], latencyMs: 4 },
    records: writes,
    events: () => [
      { type: "ledger", step: strong.step, on: strong.on, repeat: 0, ledger: "posts", ids: ["w-1", "w-3"] },
    ],
  });
  const second = tell(again, { seen: () => ({ ok: 10, servers: ["app-1", "app-2"], latencyMs: 5 }) });
  const bad = tell(weak, { seen: (phase) => (phase === "fault" ? { ok: 5, failed: 5 } : { ok: 10 }) });
  const steps = [4, 8, 16].map((connections) => ({
    connections,
    throughput: 100 * Math.sqrt(connections),
    p99Ms: 40 * connections,
    errorRatio: 0,
    within: connections < 16,
  }));
  const peak: Sample[] = [
    {
      step: knee.step,
      on: knee.on,
      repeat: 0,
      record: { kind: "ready", startMs: 0, processes: 1, node: "v24" },
    },
    {
      step: knee.step,
      on: knee.on,
      repeat: 0,
      record: { kind: "peak", repeat: 0, steps, kneePerS: 283, open: false, generatorCores: 0.1 },
    },
  ];
  const images = finishedRun().events.filter(({ type }) => type === "images");
  const ended: RunEvent = { at: 1_700_000_100_000, type: "run-ended", outcome: "done" };
  return {
    events: [runStarted(), ...images, ...good.events, ...second.events, ...bad.events, ended],
    samples: [...good.samples, ...second.samples, ...bad.samples, ...peak],
  };
}

const about = { metric: "lb.ejection_s", on: "scale-out", during: "kill-one/fault", unit: "s" } as const;
const predictions: Prediction[] = [
  { ...about, id: "guess", guess: { low: 1, high: 3 }, value: 1.5, score: 80, held: true },
  { ...about, id: "guess-2", guess: "under-1s", value: 1.5, score: 0, held: false },
];

/** The folder of a run that was told by hand and went through our own measuring and judging; remove it afterwards. */
export function toldRun(): string {
  const folder = mkdtempSync(join(tmpdir(), "told-run-"));
  const { events, samples } = story();
  const measurements = measure(plan, events, samples);
  const info = { lab: plan.lab, stages: [], runDir: folder, durationS: 100, outcome: "done" as const };
  const lines = (values: readonly unknown[]) => values.map((value) => `${JSON.stringify(value)}\n`).join("");
  const app = { networks: { private: {} }, depends_on: { db: {} } };
  const services = { lb: { depends_on: ["app-1", "app-2"] }, "app-1": app, "app-2": app };
  const files = {
    "plan.json": JSON.stringify(plan),
    "events.ndjson": lines(events),
    "samples.ndjson": lines(samples),
    "measurements.json": JSON.stringify(measurements),
    "verdict.json": JSON.stringify(judge(plan.claims, measurements, info)),
    "predictions.json": JSON.stringify(predictions),
    "stages/scale-out.compose.json": JSON.stringify({ services }),
  };
  mkdirSync(join(folder, "stages"));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return folder;
}
