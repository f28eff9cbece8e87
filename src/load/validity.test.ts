import { describe, expect, it } from "vitest";
import type { EndRecord, GeneratorSample, WindowRecord } from "../model/load-records.ts";
import { generatorProblems } from "./validity.ts";

const sample: GeneratorSample = {
  processes: 1,
  cpuS: 0.3,
  loopDelayP99Ms: 1,
  loopDelayMaxMs: 2,
  outstanding: 3,
  capHits: 0,
  localErrors: 0,
  bytesSent: 0,
  bytesReceived: 0,
  clockStepMs: 0,
};
const windows = (changes: Partial<GeneratorSample>[], count = 10): WindowRecord[] =>
  Array.from({ length: count }, (_, index) => ({
    kind: "window",
    fromMs: index * 1000,
    toMs: index * 1000 + 1000,
    phases: [],
    ticks: [],
    generator: { ...sample, ...changes[index] },
  }));
const end: EndRecord = {
  kind: "end",
  startMs: 0,
  stoppedMs: 10_000,
  endMs: 10_000,
  why: "duration",
  scheduled: 2000,
  sent: 2000,
  sentLate: 40,
  ok: 1000,
  failed: 1000,
  refused: 0,
  unfinished: 0,
  abandoned: 0,
};
const codes = (changes: Partial<GeneratorSample>[], more: Partial<EndRecord> = {}, cores = 1): string[] =>
  generatorProblems(windows(changes), { ...end, ...more }, cores).map(
    ({ code, severity }) => `${severity} ${code}`,
  );

describe("generatorProblems", () => {
  it("has nothing against a sound measurement, however badly the service did", () => {
    expect(codes([])).toEqual([]);
    expect(codes([], { ok: 0, failed: 2000 })).toEqual([]);
  });

  it("tells what speaks against it", () => {
    expect(codes([], { sentLate: 41 })).toEqual(["invalid not-on-time"]);
    expect(codes([], {}, 0.3)).toEqual(["invalid busy"]);
    expect(codes([{ capHits: 1 }])).toEqual(["invalid outstanding-cap"]);
    expect(codes([{ localErrors: 1 }])).toEqual(["invalid local-errors"]);
    expect(codes([{ clockStepMs: 80 }, { clockStepMs: -30 }])).toEqual(["invalid clock-step"]);
    expect(codes([], { unfinished: 1 })).toEqual(["invalid unfinished"]);
    expect(codes([], { why: "stdin" })).toEqual(["invalid ended-early"]);
  });

  it("only notes a single hold-up, but not many", () => {
    expect(codes([{ loopDelayP99Ms: 51 }])).toEqual(["warning held-up"]);
    expect(codes([{ loopDelayP99Ms: 51 }, { loopDelayP99Ms: 60 }])).toEqual(["invalid held-up"]);
  });
});
