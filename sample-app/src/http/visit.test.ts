import { expect, test } from "vitest";
import { cookieValue, parseFields } from "./visit.ts";

test.each([
  ["sid=abc", "abc"],
  ["a=1; sid=abc; b=2", "abc"],
  ["xsid=no; sid = spaced ", "spaced"],
  ["sid=first; sid=second", "first"],
  ["other=1", undefined],
  [undefined, undefined],
])("the sid cookie of %j is %j", (header, want) => {
  expect(cookieValue(header, "sid")).toBe(want);
});

test("a JSON object's strings and a form's fields are read alike", () => {
  expect({ ...parseFields("application/json; charset=utf-8", Buffer.from('{"a":"1","b":2}')) }).toEqual({
    a: "1",
  });
  expect({ ...parseFields("application/x-www-form-urlencoded", Buffer.from("a=1&b=x+y%21")) }).toEqual({
    a: "1",
    b: "x y!",
  });
});

test.each([
  ["application/json", "[1]", 400],
  ["application/json", "{", 400],
  ["application/json", "null", 400],
  ["text/plain", "a=1", 415],
  [undefined, "a=1", 415],
])("a body of type %j that says %j is refused with %d", (type, body, status) => {
  expect(() => parseFields(type, Buffer.from(body))).toThrow(expect.objectContaining({ status }));
});

test("a field named __proto__ is a field like any other", () => {
  const fields = parseFields("application/json", Buffer.from('{"__proto__":"x"}'));
  expect(Object.getPrototypeOf(fields)).toBeNull();
});
