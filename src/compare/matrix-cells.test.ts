import { describe, expect, test } from "vitest";
import { cellOf, everyCellTold, matrixRows } from "./matrix-cells.ts";
import type { PlannedCell } from "./matrix-result.ts";
import { madeCell, madeMatrix } from "./matrix-testing.ts";

const planned: PlannedCell = { stage: "a", fault: "kill", strike: { target: "app-1", params: {} } };
type Made = NonNullable<Parameters<typeof madeCell>[2]>;
const cell = (...repeats: Made[]) =>
  cellOf(
    planned,
    repeats.map((one, repeat) => madeCell("a", "kill", { repeat, ...one })),
  );

describe("a stage survived", () => {
  test("when hardly a request failed, errors stopped and nothing acknowledged is lost", () => {
    expect(cell({})).toEqual({
      stage: "a",
      fault: "kill",
      target: "app-1",
      params: {},
      state: "measured",
      survived: true,
      reasons: [],
      repeats: 1,
      of: 1,
    });
    expect(cell({ values: { failed: 0.1, "recovered after": 9 } })).toMatchObject({ survived: true });
  });

  test.each<[string, Made, RegExp]>([
    ["more than 10 % of requests failed", { values: { failed: 0.101 } }, /^10.1 % of requests failed/],
    [
      "errors went on after the fault",
      { values: { "recovered after": 20 }, atLeast: ["recovered after"] },
      /errors went on after the fault was taken away \(> 20 s\)/,
    ],
    ["an acknowledged write is gone", { values: { "writes lost": 2 } }, /^2 acknowledged writes are gone/],
  ])("not when %s", (_, made, reason) => {
    expect(cell(made)).toMatchObject({
      state: "measured",
      survived: false,
      reasons: [expect.stringMatching(reason)],
    });
  });

  test("whatever users waited for, and however many had to log in again", () => {
    const values = { "p99 in the fault": 4000, "sessions lost": 50, outage: 0.3 };
    expect(cell({ values })).toMatchObject({ survived: true });
  });

  test("is unknown when something decisive could not be seen", () => {
    expect(cell({ values: { "writes lost": null } })).toMatchObject({
      state: "measured",
      survived: null,
      reasons: ["nothing was asked"],
    });
    const healed = { code: "fault-not-healed", text: "app-1 is down", phases: ["recovery", "all"] } as const;
    const made: Made = { unsound: [{ ...healed, phases: [...healed.phases] }] };
    expect(cell(made)).toMatchObject({ survived: null, reasons: ["app-1 is down"] });
  });

  test("not even so when something else speaks against it", () => {
    expect(cell({ values: { failed: 0.5, "writes lost": null } })).toMatchObject({ survived: false });
  });

  test("in every sound repeat, or not", () => {
    const late: Made = { unsound: [{}] };
    expect(cell({}, {}, {})).toMatchObject({ survived: true, repeats: 3, of: 3 });
    expect(cell({}, { values: { failed: 0.2 } }, {})).toMatchObject({
      survived: false,
      reasons: ["repeat 2: 20 % of requests failed in the fault"],
    });
    expect(cell({}, late)).toMatchObject({ survived: true, repeats: 1, of: 2 });
    expect(cell({}, { values: { "recovered after": null } })).toMatchObject({ survived: null });
  });
});

describe("a cell", () => {
  test.each<[string, Made["unsound"]]>([
    ["the generator was late in the fault", [{ phases: ["fault"] }]],
    ["there was no steady state before the fault", [{ code: "stage-unhealthy", text: "arrivals were late" }]],
    ["the fault did not bite", [{ code: "fault-did-not-bite", phases: ["fault", "recovery", "all"] }]],
  ])("is invalid when %s", (_, unsound) => {
    expect(cell({ unsound: unsound! })).toMatchObject({
      state: "invalid",
      survived: null,
      reasons: [expect.stringContaining("arrivals were late")],
      repeats: 0,
      of: 1,
    });
  });

  test("is not touched by doubts about the servers' CPU alone", () => {
    const busy: Made = { unsound: [{ code: "host-busy", capacityOnly: true }] };
    expect(cell(busy)).toMatchObject({ state: "measured", survived: true });
    const rows = matrixRows([planned], [madeCell("a", "kill", busy)]);
    expect(rows.filter(({ median }) => median === null).map(({ metric }) => metric)).toEqual([
      "latency.p99",
      "latency.p99",
    ]);
  });

  test("that was refused when it was to be measured is not possible", () => {
    expect(cell({ impossible: "app-1 has no disk" })).toMatchObject({
      state: "not-possible",
      survived: null,
      reasons: ["app-1 has no disk"],
    });
  });

  test("that cannot be had here has rows without value, with the reason", () => {
    const hopeless: PlannedCell = { stage: "a", fault: "loss", reason: "no statistic" };
    expect(cellOf(hopeless, [])).toMatchObject({
      state: "not-possible",
      target: null,
      reasons: ["no statistic"],
    });
    const rows = matrixRows([hopeless], []);
    expect(rows).toHaveLength(7);
    for (const row of rows) {
      expect(row).toMatchObject({ fault: "loss", median: null, repeats: 0, reason: "no statistic" });
    }
  });

  test("takes no other cell's runs for its own", () => {
    const others = [
      madeCell("b", "kill", { values: { failed: 1 } }),
      madeCell("a", "pause", { values: { failed: 1 } }),
    ];
    expect(cellOf(planned, [...others, madeCell("a", "kill")])).toMatchObject({ survived: true, of: 1 });
    const rows = matrixRows([planned], [...others, madeCell("a", "kill")]);
    expect(rows.find(({ metric }) => metric === "http.failed_ratio")).toMatchObject({ max: 0, repeats: 1 });
  });
});

test("everything is told when each cell has figures or a reason why it cannot have any", () => {
  const told = madeMatrix(
    [planned, { stage: "b", fault: "kill", reason: "none" }],
    [madeCell("a", "kill", { values: { "writes lost": null } })],
  );
  expect(everyCellTold(told)).toBe(true);
  expect(everyCellTold(madeMatrix([planned], [madeCell("a", "kill", { unsound: [{}] })]))).toBe(false);
});
