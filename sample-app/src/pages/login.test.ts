import { expect, test } from "vitest";
import type { Visit } from "../http/visit.ts";
import { createMemorySessions, type SessionStore, SessionsUnavailable } from "../security/sessions.ts";
import { mustBeLoggedIn, whoIs } from "./login.ts";

let asked = 0;
const away: SessionStore = {
  ...createMemorySessions({ max: 1, ttlMs: 1 }),
  find: async () => {
    asked++;
    throw new SessionsUnavailable("not connected");
  },
};
const visit = (sessionId?: string) => ({ sessionId }) as Visit;

test("without a cookie the store is not asked", async () => {
  expect(await whoIs(visit(), away)).toBeUndefined();
  await expect(mustBeLoggedIn(visit(), away)).rejects.toMatchObject({ status: 401, code: "not-logged-in" });
  expect(asked).toBe(0);
});

test("while the store is away a page for everybody knows nobody, and what needs a log-in says why not", async () => {
  expect(await whoIs(visit("x"), away)).toBeUndefined();
  await expect(mustBeLoggedIn(visit("x"), away)).rejects.toBeInstanceOf(SessionsUnavailable);
  expect(asked).toBe(2);
});
