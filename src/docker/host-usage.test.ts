import { expect, test } from "vitest";
import { parseProcStat, parseSchedstat } from "./host-usage.ts";

const stat = `cpu  1000 200 300 4000 50 10 40 60 7 0
cpu0 500 100 150 2000 25 5 20 30 0 0
intr 1
`;

test("busy is everything but waiting and what was stolen; guests' time counts once", () => {
  expect(parseProcStat(stat)).toEqual({ busySeconds: 15.5, stolenSeconds: 0.6, idleSeconds: 40.5 });
});

test("an old kernel's shorter line has nothing stolen, and another file is none of it", () => {
  expect(parseProcStat("cpu  100 0 0 100\n")).toEqual({ busySeconds: 1, stolenSeconds: 0, idleSeconds: 1 });
  expect(parseProcStat("")).toBeUndefined();
});

test("a thread's waiting comes with its turns", () => {
  expect(parseSchedstat("755818000 2500000000 40\n")).toEqual({ waitedSeconds: 2.5, turns: 40 });
  expect(parseSchedstat("")).toEqual({ waitedSeconds: 0, turns: 0 });
});
