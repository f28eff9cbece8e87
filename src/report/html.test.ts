import { describe, expect, test } from "vitest";
import { finishedRun } from "../model/testing/finished.ts";
import { killStep, peakStep, planOf } from "../model/testing/sample-plan.ts";
import { tell } from "../model/testing/story.ts";
import type { Topology } from "../model/topology.ts";
import type { VerdictName } from "../model/verdict.ts";
import type { Prediction } from "../model/walk.ts";
import { languages, stringsOf } from "../text/language.ts";
import { renderHtml } from "./html.ts";
import { renderJunit } from "./junit.ts";
import type { RunRecord } from "./run-record.ts";

const topology: Topology = {
  entry: { server: "lb", port: 80 },
  servers: [
    { name: "lb", type: "micro", services: ["lb"], asks: ["app-1"], networks: [] },
    { name: "app-1", type: "nano", services: ["web", "app"], asks: [], networks: [] },
    { name: "spare", type: "nano", services: ["spare"], asks: [], networks: [] },
  ],
};

const predictions: Prediction[] = [
  {
    id: "guess",
    metric: "lb.ejection_s",
    on: "scale-out",
    during: "kill-one/fault",
    guess: 3,
    value: 2.5,
    unit: "s",
    score: 80,
    held: null,
  },
];

/** A run with something in every part of its page. */
function wholeRecord(): RunRecord {
  const run = finishedRun();
  const told = tell(killStep("scale-out"));
  const figure = { step: "kill-one", on: "scale-out", repeat: 0, samples: 9 };
  run.measurements.measurements.push(
    { ...figure, metric: "servers.share", unit: "ratio", of: "app-1", phase: "fault", value: 0.25 },
    { ...figure, metric: "servers.share", unit: "ratio", of: "app-2", phase: "fault", value: 0.75 },
    { ...figure, metric: "writes.attempted", unit: "count", phase: "all", value: 9 },
    { ...figure, metric: "latency.p50", unit: "ms", phase: "fault", value: null, reason: "too few" },
    { ...figure, metric: "cpu.seconds", unit: "core-s", of: "app-1", phase: "all", value: 1 },
  );
  run.measurements.unsound.push({ ...figure, code: "host-busy", text: "busy" });
  run.verdict.reasons.push("a reason");
  run.verdict.claims[0]!.reasons.push("its reason");
  run.verdict.claims[0]!.controls[0]!.reason = "the control's reason";
  return {
    ...run,
    events: [...run.events, ...told.events],
    samples: told.samples,
    topologies: new Map([["scale-out", topology]]),
    predictions,
  };
}

const hostile = `"'></title></style><script>alert(1)</script><img src=x onerror=alert(1)>&amp;\u0000\u001b[31m\u202e`;
// words that the program knows by name
const known =
  /^(pass|fail|failed|held|unknown|invalid|all|warmup|baseline|fault|recovery|1\/s|ms|s|ratio|count|core-s|open|poisson|measure|window|mark|ready|end|ok|connect-error|refused|stop|nano|micro|host-busy|>=|<=|intent|injected|verified|reverted|healed|phase|run-started|images|measure-started|measure-ended|HISTF.*|[a-z]+\.[a-z_0-9]+)$/;

/** The same value with something hostile behind every text in it, names and keys of maps included. */
function poisoned<T>(value: T): T {
  if (typeof value === "string") return (known.test(value) ? value : value + hostile) as T;
  if (value instanceof Map)
    return new Map([...value].map(([key, one]) => [poisoned(key), poisoned(one)])) as T;
  if (Array.isArray(value)) return value.map(poisoned) as T;
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, poisoned(one)])) as T;
}

const elements = (page: string): Set<string> =>
  new Set([...page.matchAll(/<\/?([a-zA-Z][\w-]*)/g)].map(([, name]) => name!));

describe.each(languages)("in %s", (language) => {
  const clean = renderHtml(wholeRecord(), { language });

  test("it says its language, its verdict first, and every section", () => {
    expect(clean).toMatch(new RegExp(`^<!doctype html>\n<html lang="${language}">`));
    expect(clean.indexOf(stringsOf(language).verdict.pass)).toBeLessThan(clean.indexOf("<section"));
    const ids = [...clean.matchAll(/<section id="(\w+)"/g)].map(([, id]) => id);
    expect(ids).toEqual([
      "claims",
      "doubts",
      "predictions",
      "stages",
      "measured",
      "ledger",
      "resources",
      "repeat",
    ]);
  });

  test("it asks for nothing from anywhere, and runs nothing", () => {
    expect(clean).not.toMatch(/<script|\bsrc=|\bhref="(?!#)|@import|url\((?!#)/);
    expect(clean).not.toMatch(/ on[a-z]+=/);
  });

  test("its headings go down one level at a time, and each id is there once", () => {
    const levels = [...clean.matchAll(/<h(\d)/g)].map(([, level]) => Number(level));
    expect(levels[0]).toBe(1);
    for (const [at, level] of levels.entries()) expect(level).toBeLessThanOrEqual((levels[at - 1] ?? 0) + 1);
    const ids = [...clean.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const [, names = ""] of clean.matchAll(/aria-labelledby="([^"]+)"/g))
      for (const name of names.split(" ")) expect(ids).toContain(name);
  });

  test("hostile text in every slot is shown as text", () => {
    const page = renderHtml(poisoned(wholeRecord()), { language });
    expect(elements(page)).toEqual(elements(clean));
    expect(page).not.toMatch(/<img|onerror=alert\(1\)>/);
    expect(page).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u202e]/);
    expect(page.split("&lt;script&gt;").length).toBeGreaterThan(40);
  });

  test("it is the same each time", () => {
    expect(renderHtml(wholeRecord(), { language })).toBe(clean);
  });
});

describe("what is not there", () => {
  const bare = (change: Partial<RunRecord> = {}): RunRecord => ({
    ...finishedRun(),
    samples: [],
    topologies: new Map(),
    predictions: [],
    ...change,
  });

  test("a run without samples, pictures and predictions still has a page", () => {
    const page = renderHtml(bare(), { language: "en" });
    expect(page).not.toContain('id="predictions"');
    expect(page).not.toContain('id="ledger"');
    expect(page).toContain("scale-out: no record of requests");
    expect(page).toContain("Who asks whom is not on record.");
  });

  test("a run in which nothing was done says so", () => {
    const { plan, verdict, measurements } = finishedRun();
    const page = renderHtml(
      bare({
        plan: { ...plan, actions: [], stages: [], claims: [] },
        verdict: { ...verdict, claims: [], verdict: "unknown", reasons: ["nothing was done"] },
        measurements: { ...measurements, measurements: [], phases: [] },
        events: [],
      }),
      { language: "en" },
    );
    for (const text of ["This run had no claims.", "This run measured nothing.", "nothing was done"])
      expect(page).toContain(text);
  });

  test("a measurement that was cut off is drawn as far as it went", () => {
    const told = tell(killStep("scale-out"), { cutOff: true });
    const page = renderHtml(bare(told), { language: "en" });
    expect(page).toMatch(/<svg class="chart"/);
  });

  test("a search for the knee that found nothing is drawn", () => {
    const action = peakStep("scale-out");
    const record = {
      kind: "peak" as const,
      repeat: 0,
      steps: [],
      kneePerS: 0,
      open: false,
      generatorCores: 0,
    };
    const page = renderHtml(
      bare({ plan: planOf([action]), samples: [{ step: "knee", on: "scale-out", repeat: 0, record }] }),
      { language: "en" },
    );
    expect(page).toMatch(/<svg class="chart"/);
    expect(page).not.toContain("NaN");
  });
});

test.each<[VerdictName, string]>([
  ["pass", "✓"],
  ["fail", "✗"],
  ["unknown", "?"],
  ["invalid", "!"],
])("the verdict %s has a sign beside its colour", (verdict, sign) => {
  const record = wholeRecord();
  record.verdict.verdict = verdict;
  const page = renderHtml(record, { language: "en" });
  expect(page).toContain(`<header class="`);
  expect(page).toContain(`data-verdict="${verdict}"`);
  expect(page).toMatch(
    new RegExp(`class="verdict"><span class="badge \\w+"><span aria-hidden="true">\\${sign}</span> `),
  );
});

describe("JUnit", () => {
  test("has a case for each claim and control", () => {
    const text = renderJunit(wholeRecord(), { language: "en" });
    expect(text).toMatch(/<testsuite name="04-scale-out" tests="2" failures="0" errors="0" skipped="0"/);
    expect(text).toContain('<testcase classname="04-scale-out" name="dead-server-ejected">');
    expect(text).toContain('name="dead-server-ejected: must not hold on no-health-check"');
  });

  test("a control that holds is a failure, what was not sound an error, the rest skipped", () => {
    const record = wholeRecord();
    const [claim] = record.verdict.claims;
    Object.assign(record.verdict, { verdict: "invalid" });
    const more = (id: string, verdict: VerdictName) => ({ ...claim!, id, verdict, controls: [] });
    record.verdict.claims.push(more("a", "fail"), more("b", "unknown"), more("c", "invalid"));
    claim!.controls[0]!.verdict = "held";
    const text = renderJunit(record, { language: "en" });
    expect(text).toContain('tests="5" failures="2" errors="1" skipped="1"');
    expect(text).toMatch(/<failure message="no-health-check: lb.ejection_s &gt; 9.8 s, holds there too/);
  });

  test("a run that failed although no claim did has a case of its own", () => {
    const record = wholeRecord();
    Object.assign(record.verdict, { verdict: "invalid", reasons: ["the engine went away"], claims: [] });
    expect(renderJunit(record, { language: "en" })).toMatch(
      /<error message="[^"]+">[^<]+the engine went away/,
    );
  });

  test("hostile text stays text", () => {
    const text = renderJunit(poisoned(wholeRecord()), { language: "en" });
    const names = [...text.matchAll(/<\/?([a-z-]+)/g)].map(([, name]) => name);
    expect(new Set(names)).toEqual(
      new Set(["testsuites", "testsuite", "properties", "property", "testcase", "system-out"]),
    );
    expect(text).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u202e]/);
  });
});

test("what the lab says of a step is below its figures, as text and not as markup", () => {
  const run = wholeRecord();
  const after = { "kill-one": { en: "It is **found** <img src=x>.", ko: "찾는다." } };
  const page = renderHtml({ ...run, plan: { ...run.plan, after } }, { language: "en" });
  expect(page).toContain("<p>It is <b>found</b> &lt;img src=x&gt;.</p>");
  expect(page.indexOf('class="after"')).toBeGreaterThan(page.indexOf('id="measured"'));
  expect(renderHtml(run, { language: "en" })).not.toContain('class="after"');
});
