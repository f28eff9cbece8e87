import { expect, test } from "vitest";
import type { RunEvent } from "../model/event.ts";
import { partsOf } from "./parts.ts";

const key = { step: "kill-one", on: "a", repeat: 0 };

test("a run's time by part; what was skipped took none", () => {
  const events = [
    { at: 0, type: "run-started", engineMs: 9200 },
    { at: 0, type: "images", images: [], tookMs: 61_000 },
    { at: 1000, type: "stage-up", on: "a", tookMs: 6000 },
    { at: 7000, type: "measure-started", ...key },
    { at: 20_000, type: "measure-ended", ...key, ok: true },
    { at: 20_500, type: "measure-ended", ...key, on: "b", ok: false },
    { at: 21_000, type: "stage-down", on: "a", tookMs: 800, left: [] },
  ] as unknown as RunEvent[];
  expect(partsOf(events)).toEqual({ engine: 9.2, images: 61, up: 6, measuring: 13, down: 0.8 });
});
