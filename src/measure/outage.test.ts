import { expect, it } from "vitest";
import type { ProbeRecord } from "../model/load-records.ts";
import { outagesOf } from "./outage.ts";

const probe = (state: "down" | "up", atMs: number): ProbeRecord => ({ kind: "probe", state, atMs });

it("pairs each fall with the next rise", () => {
  const probes = [probe("down", 100), probe("up", 400), probe("down", 900), probe("up", 920)];
  expect(outagesOf(probes)).toEqual([
    { fromMs: 100, toMs: 400 },
    { fromMs: 900, toMs: 920 },
  ]);
});

it("leaves an outage open that did not end, and takes a repeated state for the same outage", () => {
  expect(outagesOf([probe("up", 50), probe("down", 100), probe("down", 120)])).toEqual([
    { fromMs: 100, toMs: null },
  ]);
});

it("puts transitions in order: a slow probe reports late", () => {
  expect(outagesOf([probe("up", 400), probe("down", 100)])).toEqual([{ fromMs: 100, toMs: 400 }]);
});
