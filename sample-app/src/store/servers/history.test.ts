import { expect, test } from "vitest";
import { createHistory } from "./history.ts";

test("a replica is asked for what the primary had a while ago", () => {
  const history = createHistory();
  expect(history.before(5000, 1000)).toBe("");
  history.add(1000, "a:1");
  history.add(2000, "a:1-2");
  history.add(3000, "a:1-3");
  expect(history.before(1500, 1000)).toBe("");
  expect(history.before(3100, 1000)).toBe("a:1-2");
  // what is still too new is kept for later
  expect(history.before(4000, 1000)).toBe("a:1-3");
  expect(history.before(60_000, 1000)).toBe("a:1-3");
});

test("a new primary begins with nothing", () => {
  const history = createHistory();
  history.add(1000, "a:1");
  history.clear();
  expect(history.before(9000, 1000)).toBe("");
});
