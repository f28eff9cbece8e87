import { describe, expect, test } from "vitest";
import { comparisonsOf } from "./diff-result.ts";
import type { CompareRow } from "./result.ts";
import { compareRows, type MeasuredPart, unsoundRepeats } from "./rows.ts";
import { standingsOf } from "./standings.ts";
import { madePart } from "./testing.ts";

const a = { stage: "a", fault: "kill app-1" };
const b = { stage: "b", fault: "kill server-1" };

const find = (rows: readonly CompareRow[], stage: string, metric: string, phase?: string) =>
  rows.find((row) => row.stage === stage && row.metric === metric && (!phase || row.phase === phase))!;

const three = (stage: string, values: readonly number[]): MeasuredPart[] =>
  values.map((value, repeat) => madePart(stage, repeat, { value }));

describe("rows", () => {
  test("hold the spread of the repeats, and the fault where the figure is about it", () => {
    const rows = compareRows([a], three("a", [3, 1, 2]));
    expect(find(rows, "a", "http.ok_ratio")).toEqual({
      stage: "a",
      fault: "kill app-1",
      metric: "http.ok_ratio",
      unit: "ratio",
      step: "equal-rate",
      phase: "fault",
      min: 1,
      median: 2,
      max: 3,
      repeats: 3,
    });
    expect(find(rows, "a", "latency.p99").fault).toBeUndefined();
  });

  test("leave an unsound repeat out and say why", () => {
    const parts = [
      madePart("a", 0, { value: 5 }),
      madePart("a", 1, { value: 99, unsound: [{ code: "generator-late", text: "arrivals were late" }] }),
    ];
    const rows = compareRows([a], parts);
    expect(find(rows, "a", "latency.p99")).toMatchObject({
      median: 5,
      max: 5,
      repeats: 1,
      reason: "repeat 2: arrivals were late",
    });
    expect(find(rows, "a", "throughput.knee")).toMatchObject({ max: 99, repeats: 2 });
    expect(unsoundRepeats(parts)).toEqual([
      {
        stage: "a",
        repeat: 1,
        run: "run-a-1",
        step: "equal-rate",
        code: "generator-late",
        text: "arrivals were late",
      },
    ]);
  });

  test("a doubt about some phases, or about capacity, touches only those figures", () => {
    const fault = compareRows(
      [a],
      [madePart("a", 0, { unsound: [{ code: "fault-did-not-bite", phases: ["fault"] }] })],
    );
    expect(find(fault, "a", "http.ok_ratio").median).toBeNull();
    expect(find(fault, "a", "latency.p99").median).toBe(1);
    const doubt = { code: "machines-do-not-fit", text: "no room", capacityOnly: true } as const;
    const capacity = compareRows([a], [madePart("a", 0, { unsound: [doubt, { ...doubt, step: "knee" }] })]);
    expect(find(capacity, "a", "throughput.knee")).toMatchObject({
      median: null,
      repeats: 0,
      reason: "no room",
    });
    expect(find(capacity, "a", "latency.p99").median).toBeNull();
    expect(find(capacity, "a", "http.ok_ratio").median).toBe(1);
  });

  test("a stage without a sound repeat has no value and says why", () => {
    const rows = compareRows([a, b], [madePart("a", 0, { values: { p50: null } })]);
    expect(find(rows, "a", "latency.p50")).toMatchObject({ min: null, median: null, max: null, repeats: 0 });
    expect(find(rows, "a", "latency.p50").reason).toBe("nothing was asked");
    expect(find(rows, "b", "latency.p50").reason).toBe("the stage was not measured");
  });

  test("keep what did not come in time apart from what did", () => {
    const part = madePart("a", 0, { values: { "errors ended after": 10 }, atLeast: ["errors ended after"] });
    expect(find(compareRows([a], [part]), "a", "lb.ejection_s")).toMatchObject({
      median: 10,
      atLeast: ["min", "median", "max"],
    });
  });
});

describe("standings", () => {
  const standing = (parts: MeasuredPart[], metric: string, stages = [a, b]) =>
    standingsOf(compareRows(stages, parts)).find((one) => one.metric === metric)!;

  test("one stage is ahead when its range is clear of all others", () => {
    const parts = [...three("a", [1, 2, 3]), ...three("b", [7, 8, 9])];
    expect(standing(parts, "latency.p99")).toMatchObject({ ahead: ["a"], judgement: "better" });
    expect(standing(parts, "throughput.knee")).toMatchObject({ ahead: ["b"], judgement: "better" });
  });

  test("overlapping ranges make no clear difference", () => {
    const parts = [...three("a", [1, 2, 8]), ...three("b", [7, 8, 9])];
    expect(standing(parts, "latency.p99")).toMatchObject({
      ahead: ["a", "b"],
      judgement: "no-clear-difference",
      says: "no clear difference",
    });
  });

  test("a stage that is clearly behind is not among those ahead", () => {
    const parts = [...three("a", [1, 2, 3]), ...three("b", [2, 3, 4]), ...three("c", [50, 60, 70])];
    expect(standing(parts, "latency.p99", [a, b, { stage: "c", fault: "kill x" }])).toMatchObject({
      ahead: ["a", "b"],
      judgement: "no-clear-difference",
    });
  });

  test("nothing is said of too few repeats, except of what does not vary", () => {
    const parts = [...three("a", [1, 2]), ...three("b", [7, 8])];
    expect(standing(parts, "latency.p99")).toMatchObject({ ahead: [], judgement: "too-few-repeats" });
    const counted = [madePart("a", 0, { value: 3 }), madePart("b", 0, { value: 4 })];
    expect(standing(counted, "servers.containers")).toMatchObject({ ahead: ["a"], judgement: "better" });
  });
});

test("a difference is told from the second stage's side, with the ratio of the medians", () => {
  const parts = [...three("a", [10, 10, 11]), ...three("b", [20, 21, 20])];
  const comparisons = comparisonsOf(compareRows([a, b], parts), "a", "b");
  expect(comparisons.find((one) => one.metric === "throughput.knee")).toMatchObject({
    judgement: "better",
    times: 2,
  });
  expect(comparisons.find((one) => one.metric === "latency.p99")).toMatchObject({
    judgement: "worse",
    times: 2,
  });
});
