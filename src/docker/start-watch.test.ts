import { expect, test } from "vitest";
import type { LastWords } from "./last-words.ts";
import { stuckService } from "./start-watch.ts";

const db = (line: string, state = "starting", cpuS = 0): LastWords => ({
  service: "db",
  state,
  lines: [line],
  cpuS,
});
const allowed = { db: 60_000 };

/** Looks every second from 0 s on; answers with the second at which somebody was stuck. */
function stuckAt(looks: (second: number) => LastWords[], untilS = 600): number | undefined {
  const seen = new Map();
  for (let second = 0; second <= untilS; second++) {
    if (stuckService(second * 1000, 0, looks(second), seen, allowed)) return second;
  }
  return undefined;
}

test("a server that is silent is stuck when its time to start is over", () => {
  expect(stuckAt(() => [db("begun")])).toBe(61);
});

test("one that goes on saying something is only slow", () => {
  expect(stuckAt((second) => [db(`step ${Math.floor(second / 40)}`)])).toBeUndefined();
});

test("silence counts from the last word", () => {
  expect(stuckAt((second) => [db(second < 100 ? `step ${second}` : "last")])).toBe(146);
});

test("a change of state is progress, and waiting for others is no fault", () => {
  expect(stuckAt((second) => [db("", second < 50 ? "starting" : "unhealthy")])).toBe(96);
  expect(stuckAt(() => [db("", "created")])).toBeUndefined();
  expect(stuckAt(() => [])).toBeUndefined();
});

test("a silent server that works is only slow; one whose checks alone take time is stuck", () => {
  expect(stuckAt((second) => [db("begun", "starting", second * 0.2)])).toBeUndefined();
  expect(stuckAt((second) => [db("begun", "starting", second * 0.04)])).toBe(61);
});
