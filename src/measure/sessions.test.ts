import { expect, it } from "vitest";
import type { SessionRecord } from "../model/load-records.ts";
import { checkSessions } from "./sessions.ts";

function request(user: string, result: SessionRecord["result"]): SessionRecord {
  return {
    kind: "session",
    user,
    result,
    phase: "baseline",
    intendedMs: 0,
    server: "app-2",
    issuedBy: "app-1",
  };
}

it("counts requests and users apart", () => {
  const history = [
    request("ann", "accepted"),
    request("ann", "refused"),
    request("ann", "refused"),
    request("bob", "accepted"),
    request("bob", "unknown"),
    request("eve", "unknown"),
  ];
  expect(checkSessions(history)).toEqual({ accepted: 2, refused: 2, users: 2, lostUsers: 1 });
});

it("finds nothing in an empty history", () => {
  expect(checkSessions([])).toEqual({ accepted: 0, refused: 0, users: 0, lostUsers: 0 });
});
