import { expect, it } from "vitest";
import type { Outcome } from "../model/load.ts";
import type { ProbeRecord } from "../model/load-records.ts";
import { createProbeHistory } from "./probe-history.ts";

/** Probes as [intended, end, outcome]; they end in the order of their ends. */
function edges(probes: [number, number, Outcome][]): string[] {
  const found: ProbeRecord[] = [];
  const history = createProbeHistory((record) => found.push(record));
  const ends = probes.map(([intendedMs, endMs, outcome]) => ({
    end: history.begin(intendedMs),
    endMs,
    outcome,
  }));
  ends.sort((a, b) => a.endMs - b.endMs);
  for (const { end, endMs, outcome } of ends) end(outcome, endMs);
  return found.map((record) => `${record.state} ${record.atMs}`);
}

it("dates a kill by the first refusal and the return by the first answer", () => {
  expect(
    edges([
      [0, 5, "ok"],
      [20, 23, "reset"], // killed at 23 with this probe under way
      [40, 41, "connect-error"],
      [60, 61, "connect-error"],
      [80, 85, "ok"],
      [100, 105, "ok"],
    ]),
  ).toEqual(["down 23", "up 85"]);
});

it("dates a silence by when the first unanswered question was asked, although later ones are answered first", () => {
  expect(
    edges([
      [0, 5, "ok"],
      [20, 1020, "timeout"],
      [40, 1040, "timeout"],
      [60, 1050, "ok"], // the host came back at 1045
      [80, 1050, "ok"],
      [1060, 1065, "ok"],
    ]),
  ).toEqual(["down 20", "up 1050"]);
});

it("takes an error page for an outage, a refused session not, and says nothing while all is well", () => {
  expect(edges([[0, 5, "http-error"]])).toEqual(["down 0"]);
  expect(
    edges([
      [0, 5, "ok"],
      [20, 25, "refused"],
    ]),
  ).toEqual([]);
});
