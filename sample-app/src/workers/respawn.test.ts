import { expect, test } from "vitest";
import { createRespawn } from "./respawn.ts";

test("one that served for a while is replaced soon, however often", () => {
  const respawn = createRespawn(2);
  for (let n = 0; n < 50; n++) expect(respawn(1000)).toEqual({ afterMs: 100 });
});

test("deaths at once double the pause up to its bound, then end it all", () => {
  const respawn = createRespawn(2);
  const pauses = Array.from({ length: 9 }, (_, n) => respawn(n % 2 === 0 ? undefined : 999));
  expect(pauses).toEqual([100, 200, 400, 800, 1600, 2000, 2000, 2000, 2000].map((afterMs) => ({ afterMs })));
  expect(respawn(undefined)).toBe("give-up");
});

test("one that served in between begins the count anew", () => {
  const respawn = createRespawn(1);
  for (let n = 0; n < 4; n++) respawn(undefined);
  expect(respawn(5000)).toEqual({ afterMs: 100 });
  expect(respawn(undefined)).toEqual({ afterMs: 100 });
});
