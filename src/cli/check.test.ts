import { describe, expect, it } from "vitest";
import type { LabsChecked } from "../app/check-labs.ts";
import type { ClaimVerdict, LabVerdict } from "../model/verdict.ts";
import { paintWith } from "../text/colour.ts";
import { checkText, claimTable, distanceTable } from "./check.ts";

const plain = paintWith(false);
const clean: LabsChecked = { labs: [], problems: [], warnings: [], notes: [] };

const claim = (more: Partial<ClaimVerdict>): ClaimVerdict => ({
  id: "ejected",
  says: { en: "Out", ko: "제외" },
  verdict: "pass",
  metric: "lb.ejection_s",
  value: 0.78,
  unit: "s",
  expected: "<= 2",
  expect: { op: "<=", value: 2, minSamples: 1 },
  on: "two",
  during: "kill/fault",
  samples: 100,
  controls: [],
  reasons: [],
  ...more,
});

const verdict: LabVerdict = {
  lab: "04-two",
  verdict: "fail",
  claims: [
    claim({
      controls: [
        { on: "one", verdict: "failed", value: 10, atLeast: true },
        { on: "none", verdict: "held", value: 1 },
      ],
    }),
    claim({
      id: "more",
      verdict: "unknown",
      value: null,
      reasons: ["too few samples"],
      noControl: "just so",
    }),
  ],
  stages: [],
  runDir: "/runs/r",
  durationS: 187.4,
  reasons: [],
};

it("distances are a table, the nearest first, what cannot be told last", () => {
  const one = { speed: 1, bound: "<= 3", median: 1.9999, spread: 0.1, runs: 5, times: 1.5 };
  const distances = [
    { ...one, claim: "steady", spreads: null, times: null, slack: "three checks" },
    { ...one, claim: "far", spreads: 10 },
    { ...one, claim: "near", spreads: 1.2345, speed: 0.5 },
  ];
  expect(distanceTable({ distances })).toEqual([
    "claim   bound  median  spread  spreads away  times away  runs  speed  reason",
    "near    <= 3        2     0.1          1.23         1.5     5    0.5",
    "far     <= 3        2     0.1            10         1.5     5      1",
    "steady  <= 3        2     0.1             –           –     5      1  three checks",
  ]);
  const labs = [{ lab: "04-two", problems: [], distances }];
  expect(checkText({ ...clean, labs }, "en", plain, true)).toContain("  near    <= 3");
  expect(checkText({ ...clean, labs }, "en", plain)).not.toContain("near");
  expect(distanceTable({})).toEqual([]);
});

describe("a run's claims", () => {
  it("each show the strong side, every weak side, and why there is none", () => {
    expect(claimTable(verdict, "en", plain)).toEqual([
      "ejected  two                    0.78 s  expected ≤ 2 s  PASS",
      "         must not hold on one   > 10 s                  does not hold there, as it must not",
      "         must not hold on none     1 s                  holds there too, so it proves nothing",
      "more     two                         –  expected ≤ 2 s  UNKNOWN: too few samples",
      "                                                        no control: just so",
    ]);
  });
});

describe("what a check prints", () => {
  it("a line for a lab that is whole", () => {
    expect(checkText({ ...clean, labs: [{ lab: "04-two", problems: [] }] }, "en", plain)).toBe(
      "04-two: ok\n",
    );
  });

  it("what is still to be written, of a lab that is whole", () => {
    const unwritten = [{ what: "story", place: { file: "/en.md", line: 3, column: 1 } }];
    expect(checkText({ ...clean, labs: [{ lab: "09-new", problems: [], unwritten }] }, "en", plain)).toBe(
      "09-new: ok; 1 text to be written\n  /en.md:3:1: story\n",
    );
  });

  it("each problem with its place and what to do next, and what is of no single lab", () => {
    const problem = {
      what: "there is no stage",
      place: { file: "/a.yaml", line: 3, column: 7 },
      next: "add it",
    };
    const checked = {
      labs: [{ lab: "04-two", problems: [problem] }],
      problems: [{ what: "no such\u001b[31m file", place: { file: "/ideas.yaml" } }],
      warnings: [{ what: "nobody uses it" }],
      notes: ["compose was not asked"],
    };
    expect(checkText(checked, "en", plain).split("\n")).toEqual([
      "04-two: 1 problem",
      "  /a.yaml:3:7: there is no stage",
      "      add it",
      "1 problem of no single lab",
      "  /ideas.yaml: no such file",
      "1 warning",
      "  nobody uses it",
      "compose was not asked",
      "",
    ]);
  });

  it("what became of each run", () => {
    const labs = [
      { lab: "04-two", problems: [], verdict: { ...verdict, reasons: ["the host was busy"] } },
      { lab: "05-three", problems: [], error: { what: "no such image", next: "build it" } },
    ];
    const lines = checkText({ ...clean, labs }, "en", plain).split("\n");
    expect(lines.slice(0, 3)).toEqual([
      "04-two: FAIL (187 s, /runs/r)",
      "  the host was busy",
      expect.stringMatching(/^ {2}ejected {2}two .* PASS$/),
    ]);
    expect(lines.slice(-4)).toEqual([
      "05-three: was not run to its end",
      "  no such image",
      "      build it",
      "",
    ]);
  });
});
