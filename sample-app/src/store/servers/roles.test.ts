import { expect, test } from "vitest";
import type { Look } from "./look.ts";
import { newestTerm, primaryOf, rotationOf } from "./roles.ts";

const all = ["db-1", "db-2", "db-3"];
const writable: Look = { readOnly: false, term: 0, transactions: "", caughtUp: true };
const replica: Look = { ...writable, readOnly: true };
const seenAs = (...looks: (Look | undefined)[]) => new Map(looks.map((look, n) => [all[n]!, look]));

test("the primary is the one that takes writes", () => {
  expect(primaryOf(all, seenAs(writable, replica, replica), 0, undefined)).toEqual({ name: "db-1" });
});

test("nobody, or nobody who answers, is no primary", () => {
  const none = { none: "none of db-1, db-2, db-3 takes writes" };
  expect(primaryOf(all, seenAs(undefined, replica, replica), 0, "db-1")).toEqual(none);
  expect(primaryOf(all, new Map(), 0, undefined)).toEqual(none);
});

test("an old primary that is back is left alone, whether its successor answers or not", () => {
  const promoted = { ...writable, term: 1 };
  const follower = { ...replica, term: 1 };
  expect(primaryOf(all, seenAs(writable, promoted, follower), 1, "db-2")).toEqual({ name: "db-2" });
  // a replica has heard of the promotion: that is enough
  const seen = seenAs(writable, undefined, follower);
  expect(newestTerm(seen, 0)).toBe(1);
  expect(primaryOf(all, seen, newestTerm(seen, 0), undefined)).toEqual({
    none: "db-1 missed promotion 1: an old primary, left alone",
  });
});

test("what was promoted once is remembered when nobody is left to tell", () => {
  const seen = seenAs(writable, undefined, undefined);
  expect(newestTerm(seen, 1)).toBe(1);
  expect(primaryOf(all, seen, newestTerm(seen, 1), "db-2")).toMatchObject({
    none: expect.stringContaining("left alone"),
  });
});

test("of two equal ones the one in office stays, and a newcomer takes neither", () => {
  const seen = seenAs(writable, writable, replica);
  expect(primaryOf(all, seen, 0, "db-2")).toEqual({ name: "db-2" });
  expect(primaryOf(all, seen, 0, undefined)).toMatchObject({
    none: expect.stringContaining("db-1 and db-2 take writes"),
  });
});

test("reads go to replicas that answer and have caught up, never to the primary", () => {
  const late = { ...replica, caughtUp: false };
  expect(rotationOf(all, seenAs(writable, replica, replica), "db-1", true)).toEqual(["db-2", "db-3"]);
  expect(rotationOf(all, seenAs(writable, late, undefined), "db-1", true)).toEqual([]);
});

test("lag does not count when told so, or when there is no primary to compare with", () => {
  const late = { ...replica, caughtUp: false };
  expect(rotationOf(all, seenAs(writable, late, replica), "db-1", false)).toEqual(["db-2", "db-3"]);
  expect(rotationOf(all, seenAs(undefined, late, replica), undefined, true)).toEqual(["db-2", "db-3"]);
});
