import { describe, expect, it } from "vitest";
import type { Claim } from "../model/lab.ts";
import type { Measurement, Measurements, Unsound } from "../model/measurement.ts";
import { ejectionClaim } from "../model/testing/sample-plan.ts";
import { type VerdictName, verdictExitCode } from "../model/verdict.ts";
import { judge, type RunInfo, worst } from "./judge.ts";

const done: RunInfo = {
  lab: "04-scale-out",
  stages: ["scale-out"],
  runDir: "runs/x",
  durationS: 60,
  outcome: "done",
};

function row(on: string, value: number | null, change: Partial<Measurement> = {}): Measurement {
  const where = { on, step: "kill-one", phase: "fault", repeat: 0 } as const;
  return { metric: "lb.ejection_s", unit: "s", ...where, value, samples: 600, ...change };
}

const late = (on: string) => row(on, 10, { atLeast: true });

function figures(measurements: Measurement[], unsound: Unsound[] = []): Measurements {
  return { run: "x", lab: "04-scale-out", measurements, unsound, phases: [], outages: [] };
}

function doubt(on: string, change: Partial<Unsound> = {}): Unsound {
  return { step: "kill-one", on, repeat: 0, code: "generator-late", text: "late", ...change };
}

function judged(claim: Claim, rows: Measurement[], unsound: Unsound[] = [], run = done) {
  const verdict = judge([claim], figures(rows, unsound), run);
  return { verdict: verdict.verdict, claim: verdict.claims[0]!, reasons: verdict.reasons };
}

type Side = "good" | "bad" | "unknown" | "unsound";

/** What a stage's record looks like when the claim holds on it, does not, or cannot be judged. */
function side(on: string, state: Side): { rows: Measurement[]; unsound: Unsound[] } {
  if (state === "good") return { rows: [row(on, 2)], unsound: [] };
  if (state === "bad") return { rows: [late(on)], unsound: [] };
  if (state === "unknown") return { rows: [row(on, null, { reason: "too few requests" })], unsound: [] };
  return { rows: [row(on, 2)], unsound: [doubt(on)] };
}

describe("a claim and its control", () => {
  const states: Side[] = ["good", "bad", "unknown", "unsound"];
  const ofClaim = { good: "pass", bad: "fail", unknown: "unknown", unsound: "invalid" } as const;
  const ofControl = { good: "held", bad: "failed", unknown: "unknown", unsound: "invalid" } as const;

  it.each(states.flatMap((strong) => states.map((weak) => ({ strong, weak }))))(
    "strong side $strong, weak side $weak",
    ({ strong, weak }) => {
      const [own, other] = [side("scale-out", strong), side("no-health-check", weak)];
      const found = judged(ejectionClaim(), [...own.rows, ...other.rows], [...own.unsound, ...other.unsound]);
      expect(found.claim.verdict).toBe(ofClaim[strong]);
      expect(found.claim.controls.map((control) => control.verdict)).toEqual([ofControl[weak]]);
      const both = [strong, weak];
      const expected = both.includes("unsound")
        ? "invalid"
        : strong === "bad" || weak === "good"
          ? "fail"
          : both.includes("unknown")
            ? "unknown"
            : "pass";
      expect(found.verdict).toBe(expected);
      // a verdict without a reason teaches nothing, and a pass needs none
      expect(found.reasons.length > 0).toBe(expected !== "pass");
    },
  );

  it("is never a pass when the control was not measured at all", () => {
    const found = judged(ejectionClaim(), [row("scale-out", 2)]);
    expect(found.verdict).toBe("unknown");
    expect(found.claim.controls[0]).toMatchObject({ verdict: "unknown", value: null });
    expect(found.reasons[0]).toContain("not measured on no-health-check");
  });

  it("keeps the contract that others build on", () => {
    const { claim } = judged(ejectionClaim(), [row("scale-out", 2), late("no-health-check")]);
    expect(claim).toMatchObject({
      id: "dead-server-ejected",
      verdict: "pass",
      metric: "lb.ejection_s",
      value: 2,
      unit: "s",
      expected: "<= 4",
      on: "scale-out",
      during: "kill-one/fault",
      controls: [{ on: "no-health-check", verdict: "failed", value: 10, atLeast: true }],
    });
  });
});

describe("worst", () => {
  const names: VerdictName[] = ["pass", "fail", "unknown", "invalid"];
  const rank = (name: VerdictName) => ["pass", "unknown", "fail", "invalid"].indexOf(name);

  it("is invalid before fail before unknown before pass, for every three claims", () => {
    for (const a of names)
      for (const b of names)
        for (const c of names) expect(rank(worst([a, b, c]))).toBe(Math.max(rank(a), rank(b), rank(c)));
  });

  it("maps to exit codes 0, 1 and 3", () => {
    expect(names.map(verdictExitCode)).toEqual([0, 1, 3, 3]);
  });
});

describe("samples", () => {
  const claim = ejectionClaim({
    expect: { op: "<=", value: 4, minSamples: 50 },
    mustFailOn: [],
    noControl: "test",
  });

  it.each([
    [49, "unknown"],
    [50, "pass"],
  ] as const)("of %i give %s", (samples, verdict) => {
    expect(judged(claim, [row("scale-out", 2, { samples })]).verdict).toBe(verdict);
  });

  it("counts the smallest repeat", () => {
    const rows = [row("scale-out", 2), row("scale-out", 2, { repeat: 1, samples: 3 })];
    expect(judged(claim, rows).claim).toMatchObject({ verdict: "unknown", samples: 3 });
  });

  it("makes a control with too few of them unknown, not failed", () => {
    const withControl = { ...claim, mustFailOn: ["no-health-check"] };
    const rows = [row("scale-out", 2), row("no-health-check", 10, { atLeast: true, samples: 3 })];
    expect(judged(withControl, rows).claim.controls[0]!.verdict).toBe("unknown");
  });
});

describe("repeats", () => {
  const claim = ejectionClaim({ mustFailOn: [], noControl: "test" });
  const repeats = (values: number[]) => values.map((value, repeat) => row("scale-out", value, { repeat }));

  it("give their median and spread", () => {
    expect(judged(claim, repeats([9, 2, 3])).claim).toMatchObject({
      verdict: "pass",
      value: 3,
      spread: { min: 2, max: 9, repeats: 3 },
    });
  });

  it("one unsound repeat makes the claim invalid, whatever the others say", () => {
    expect(judged(claim, repeats([2, 2, 2]), [doubt("scale-out", { repeat: 1 })]).claim.verdict).toBe(
      "invalid",
    );
  });

  it("one that could not be measured makes it unknown", () => {
    const rows = [...repeats([2, 2]), row("scale-out", null, { repeat: 2, reason: "this step was not run" })];
    const { claim: found } = judged(claim, rows);
    expect(found.verdict).toBe("unknown");
    expect(found.reasons[0]).toContain("this step was not run (repeat 3)");
  });

  it("most of them censored give a bound", () => {
    const rows = [row("scale-out", 3), row("scale-out", 10, { repeat: 1, atLeast: true })];
    expect(judged(claim, rows).claim).toMatchObject({ verdict: "fail", value: 6.5, atLeast: true });
  });
});

describe("ratios", () => {
  const claim = ejectionClaim({
    metric: "throughput.knee",
    subject: { on: "scale-out", during: { step: "knee" }, comparedWith: { on: "one-backend" } },
    expect: { op: ">=", value: 1.4, minSamples: 1 },
    mustFailOn: [],
    noControl: "compares with its own weak side",
  });
  const knee = (on: string, value: number, repeat = 0, change: Partial<Measurement> = {}) =>
    row(on, value, { metric: "throughput.knee", unit: "1/s", step: "knee", phase: "all", repeat, ...change });

  it("pairs the repeats and takes the median of the quotients", () => {
    // the host was slow in the second round: both sides fell, the quotient did not
    const rows = [
      ...[800, 400, 900].map((value, repeat) => knee("scale-out", value, repeat)),
      ...[400, 200, 500].map((value, repeat) => knee("one-backend", value, repeat)),
    ];
    expect(judged(claim, rows).claim).toMatchObject({
      verdict: "pass",
      value: 2,
      unit: "times",
      on: "scale-out / one-backend",
      spread: { min: 1.8, max: 2, repeats: 3 },
    });
  });

  it.each([
    ["the upper side is a bound that suffices", { upper: true, lower: false, op: ">=", value: 1.4 }, "pass"],
    ["the upper side is a bound that does not", { upper: true, lower: false, op: ">=", value: 3 }, "unknown"],
    ["the lower side is a bound: less than 2", { upper: false, lower: true, op: ">=", value: 2.5 }, "fail"],
    [
      "the lower side is a bound, asked for little",
      { upper: false, lower: true, op: "<=", value: 2 },
      "pass",
    ],
    ["both are bounds: nothing is known", { upper: true, lower: true, op: ">=", value: 1.4 }, "unknown"],
  ] as const)("when %s", (_name, { upper, lower, op, value }, verdict) => {
    const rows = [
      knee("scale-out", 800, 0, upper ? { atLeast: true } : {}),
      knee("one-backend", 400, 0, lower ? { atLeast: true } : {}),
    ];
    expect(judged({ ...claim, expect: { op, value, minSamples: 1 } }, rows).claim.verdict).toBe(verdict);
  });

  it("cannot be told when a side is zero, missing, or has other repeats", () => {
    expect(judged(claim, [knee("scale-out", 800), knee("one-backend", 0)]).claim.verdict).toBe("unknown");
    expect(judged(claim, [knee("scale-out", 800)]).claim.verdict).toBe("unknown");
    const uneven = [knee("scale-out", 800), knee("scale-out", 800, 1), knee("one-backend", 400)];
    expect(judged(claim, uneven).claim.verdict).toBe("unknown");
  });

  it("puts a control in the place of the upper side", () => {
    const rows = [knee("scale-out", 800), knee("one-backend", 400), knee("single", 390)];
    const { claim: found } = judged({ ...claim, mustFailOn: ["single"] }, rows);
    expect(found.controls).toEqual([{ on: "single", verdict: "failed", value: 0.975 }]);
  });

  it("is invalid when either side was not sound", () => {
    const unsound = [doubt("one-backend", { step: "knee", code: "machines-do-not-fit", capacityOnly: true })];
    const rows = [knee("scale-out", 800), knee("one-backend", 400)];
    expect(judged(claim, rows, unsound).claim.verdict).toBe("invalid");
  });
});

describe("parts and comparisons", () => {
  const figure = (on: string, value: number | null, change: Partial<Measurement> = {}) =>
    row(on, value, { metric: "latency.p99", unit: "ms", step: "report", phase: "fault", ...change });
  const page = "GET /style.css";
  const claim = ejectionClaim({
    metric: "latency.p99",
    subject: {
      on: "single",
      of: page,
      during: { step: "report", phase: "fault" },
      comparedWith: { during: { step: "report", phase: "baseline" } },
    },
    expect: { op: ">=", value: 3, minSamples: 1 },
    mustFailOn: ["split"],
  });
  const rows = [
    figure("single", 900),
    figure("single", 400, { of: page }),
    figure("single", 100, { of: page, phase: "baseline" }),
    figure("split", 110, { of: page }),
    figure("split", 100, { of: page, phase: "baseline" }),
  ];

  it("takes the part for the claim, and the control in the subject's place on both sides", () => {
    expect(judged(claim, rows).claim).toMatchObject({
      verdict: "pass",
      of: page,
      on: "single",
      value: 4,
      unit: "times",
      during: "report/fault",
      comparedWith: "report/baseline",
      controls: [{ on: "split", verdict: "failed", value: 1.1 }],
    });
  });

  it("does not take the whole for a part that was not measured, nor a part for the whole", () => {
    const other = { ...claim, subject: { ...claim.subject, of: "GET /me" }, mustFailOn: [] };
    expect(judged(other, rows).claim).toMatchObject({
      verdict: "unknown",
      reasons: [
        "latency.p99 of GET /me was not measured on single in report/fault",
        "latency.p99 of GET /me was not measured on single in report/baseline",
      ],
    });
    const { of: _, comparedWith: __, ...whole } = claim.subject;
    expect(judged({ ...claim, subject: whole, mustFailOn: [] }, rows).claim.value).toBe(900);
  });

  it("compares two parts, and a control keeps the stage that is named to compare with", () => {
    const parts = {
      ...claim,
      subject: { ...claim.subject, comparedWith: { of: "GET /me", on: "split" } },
      expect: { op: "<=" as const, value: 1, minSamples: 1 },
      mustFailOn: ["third"],
    };
    const more = [
      ...rows,
      figure("split", 800, { of: "GET /me" }),
      figure("third", 1600, { of: page }),
      figure("third", 1, { of: "GET /me" }),
    ];
    expect(judged(parts, more).claim).toMatchObject({
      verdict: "pass",
      value: 0.5,
      on: "single / split",
      comparedWith: "GET /me, split",
      controls: [{ on: "third", verdict: "failed", value: 2 }],
    });
  });

  it("is invalid when the phase that it is compared with was not sound", () => {
    const unsound = [doubt("single", { step: "report", phases: ["baseline"] })];
    expect(judged(claim, rows, unsound).claim.verdict).toBe("invalid");
  });
});

describe("doubts", () => {
  const claim = ejectionClaim({ mustFailOn: [], noControl: "test" });
  const rows = [row("scale-out", 2)];

  it.each([
    ["about this stage", {}, "invalid"],
    ["about another stage", { on: "single" }, "pass"],
    ["about another step", { step: "knee" }, "pass"],
    ["about this phase", { phases: ["fault" as const] }, "invalid"],
    ["about another phase", { phases: ["recovery" as const] }, "pass"],
    ["about CPU, for a figure that does not depend on it", { capacityOnly: true }, "pass"],
  ] as const)("%s", (_name, change, verdict) => {
    expect(judged(claim, rows, [{ ...doubt("scale-out"), ...change } as Unsound]).claim.verdict).toBe(
      verdict,
    );
  });

  it("about a quota that cannot be set here make a capacity claim unknown, not invalid", () => {
    const slow = {
      ...claim,
      metric: "latency.p99" as const,
      subject: { on: "scale-out", during: { step: "kill-one", phase: "fault" as const } },
    };
    const unsound = [doubt("scale-out", { code: "no-quota", capacityOnly: true })];
    const measured = [row("scale-out", 2, { metric: "latency.p99", unit: "ms" })];
    expect(judged(slow, measured, unsound).claim.verdict).toBe("unknown");
  });
});

describe("a run that did not come to its end", () => {
  it.each(["interrupted", "aborted", "incomplete"] as const)("never passes: %s", (outcome) => {
    const rows = [row("scale-out", 2), late("no-health-check")];
    const found = judged(ejectionClaim(), rows, [], { ...done, outcome, reason: "the engine went away" });
    expect(found.verdict).toBe("invalid");
    expect(found.reasons[0]).toContain("the engine went away");
    // what had been measured by then still stands
    expect(found.claim.verdict).toBe("pass");
  });

  it("nor does a lab that claims nothing", () => {
    expect(judge([], figures([]), done).verdict).toBe("unknown");
  });
});

describe("a claim that does not say where", () => {
  const without = ejectionClaim({ subject: { on: "scale-out" }, mustFailOn: [], noControl: "test" });

  it("takes the only step that measured its metric, in the metric's own phase", () => {
    const rows = [row("scale-out", 2), row("scale-out", 9, { phase: "all" })];
    expect(judged(without, rows).claim).toMatchObject({
      verdict: "pass",
      during: "kill-one/fault",
      value: 2,
    });
  });

  it("is unknown when several did", () => {
    const rows = [row("scale-out", 2), row("scale-out", 2, { step: "silence" })];
    const found = judged(without, rows);
    expect(found.verdict).toBe("unknown");
    expect(found.reasons[0]).toContain("kill-one, silence");
  });
});

describe("a limit that nothing can pass", () => {
  const limit = { value: 2.2, why: { en: "two carry twice", ko: "둘은 두 배" } };
  const claim = ejectionClaim({
    metric: "throughput.knee",
    subject: { on: "two", during: { step: "knee", phase: "all" }, comparedWith: { on: "one" } },
    expect: { op: ">=", value: 1.6, minSamples: 1, limit },
    mustFailOn: [],
    noControl: "test",
  });
  const knee = (on: string, value: number, change: Partial<Measurement> = {}) =>
    row(on, value, { metric: "throughput.knee", unit: "1/s", step: "knee", phase: "all", ...change });

  it.each([
    [1.5, "fail"],
    [1.6, "pass"],
    [2.2, "pass"],
    [2.21, "invalid"],
  ] as const)("%f times: %s", (times, verdict) => {
    const { claim: found } = judged(claim, [knee("two", times * 1000), knee("one", 1000)]);
    expect(found).toMatchObject({ verdict, value: times, expected: ">= 1.6, <= 2.2" });
    expect(found.reasons).toEqual(
      verdict === "invalid" ? ["above the limit of 2.2: the measurement is wrong"] : [],
    );
  });

  it("cannot be told of a figure that may be above it", () => {
    const found = judged(claim, [knee("two", 1700, { atLeast: true }), knee("one", 1000)]);
    expect(found).toMatchObject({
      verdict: "unknown",
      reasons: ["dead-server-ejected: only known to be more than 1.7: too little to decide >= 1.6, <= 2.2"],
    });
    expect(judged(claim, [knee("two", 2300, { atLeast: true }), knee("one", 1000)]).verdict).toBe("invalid");
  });

  it("counts for a control, too", () => {
    const { claim: found } = judged({ ...claim, mustFailOn: ["three"] }, [
      knee("two", 2000),
      knee("one", 1000),
      knee("three", 2500),
    ]);
    expect(found.controls).toMatchObject([{ on: "three", verdict: "invalid", value: 2.5 }]);
  });
});

describe("an A/A control", () => {
  const base = ejectionClaim({
    metric: "throughput.knee",
    subject: { on: "two", during: { step: "knee", phase: "all" }, comparedWith: { on: "one" } },
    expect: { op: ">=", value: 1.4, minSamples: 1 },
    mustFailOn: [],
  });
  const knee = (on: string, value: number, step = "knee", repeat = 0) =>
    row(on, value, { metric: "throughput.knee", unit: "1/s", step, phase: "all", repeat });
  const again = (on: string, value: number, repeat = 0) => knee(on, value, "knee_again", repeat);
  const pair = [knee("one", 100), knee("two", 200)];

  it("fails, as it must, when the same stage twice does not show the effect", () => {
    const found = judged({ ...base, again: "lower" }, [...pair, again("one", 110)]);
    expect(found.verdict).toBe("pass");
    expect(found.claim.controls).toEqual([{ on: "one", verdict: "failed", value: 1.1, again: true }]);
  });

  it("holds when it does: the claim is not proved", () => {
    const found = judged({ ...base, again: "lower" }, [...pair, again("one", 150)]);
    expect(found.verdict).toBe("fail");
    expect(found.claim).toMatchObject({ verdict: "pass", controls: [{ verdict: "held", value: 1.5 }] });
    expect(found.reasons).toEqual(["dead-server-ejected: one measured twice shows the effect too"]);
  });

  it("keeps the order of the claim's sides", () => {
    // the upper side was measured first: a stage that grows faster by itself makes the quotient smaller
    const upper = { ...base, again: "upper" as const };
    const found = judged(upper, [...pair, again("two", 400)]);
    expect(found.claim.controls).toEqual([{ on: "two", verdict: "failed", value: 0.5, again: true }]);
    expect(judged(upper, [...pair, again("two", 100)]).claim.controls).toMatchObject([
      { verdict: "held", value: 2 },
    ]);
  });

  it("compares with the round in which it was made", () => {
    const rows = [...pair, knee("one", 50, "knee", 1), knee("two", 100, "knee", 1), again("one", 55, 1)];
    expect(judged({ ...base, again: "lower" }, rows).claim).toMatchObject({
      verdict: "pass",
      controls: [{ verdict: "failed", value: 1.1 }],
    });
  });

  it("reads two phases from the second measurement alone", () => {
    const phases = {
      ...base,
      again: "phases" as const,
      metric: "latency.p99" as const,
      subject: {
        on: "one",
        during: { step: "report", phase: "fault" as const },
        comparedWith: { during: { step: "report", phase: "baseline" as const } },
      },
    };
    const at = (value: number, step: string, phase: "baseline" | "fault") =>
      row("one", value, { metric: "latency.p99", unit: "ms", step, phase });
    const rows = [
      at(100, "report", "baseline"),
      at(900, "report", "fault"),
      at(100, "report_again", "baseline"),
      at(120, "report_again", "fault"),
    ];
    expect(judged(phases, rows).claim).toMatchObject({
      verdict: "pass",
      value: 9,
      controls: [{ on: "one", verdict: "failed", value: 1.2, again: true }],
    });
  });

  it("that was not made, or was not sound, proves nothing", () => {
    const without = judged({ ...base, again: "lower" }, pair);
    expect(without).toMatchObject({ verdict: "unknown", claim: { controls: [{ verdict: "unknown" }] } });
    const unsound = [doubt("one", { step: "knee_again", code: "host-busy" })];
    expect(judged({ ...base, again: "lower" }, [...pair, again("one", 110)], unsound).verdict).toBe(
      "invalid",
    );
  });

  it("is nothing that a claim without a step of its own could mean", () => {
    const { during: _, ...subject } = base.subject;
    const found = judged({ ...base, subject, noControl: "test" }, [...pair, again("one", 110)]);
    expect(found.claim).toMatchObject({ verdict: "pass", during: "knee/all" });
  });
});

it("a control says in what it differs, where the lab does", () => {
  const claim = ejectionClaim({ differs: { "no-health-check": { what: "httpchk" } } });
  const found = judged(claim, [row("scale-out", 2), late("no-health-check")]);
  expect(found.claim.controls).toMatchObject([{ on: "no-health-check", differs: "httpchk" }]);
});
