import { expect, it } from "vitest";
import { accountNamed, accountOf } from "./users.ts";

it("makes accounts by number, padded where asked, and finds them by name", () => {
  const rule = { name: "user{n}", password: "pw-{n}", count: 20, first: 1, digits: 4 };
  expect(accountOf(rule, 0)).toEqual({ name: "user0001", password: "pw-0001" });
  expect(accountNamed(rule, "user0020")).toEqual(accountOf(rule, 19));
  expect(accountNamed(rule, "user0021")).toBeUndefined();
  expect(accountOf({ name: "u{n}", password: "same", count: 3 }, 2)).toEqual({
    name: "u2",
    password: "same",
  });
});
