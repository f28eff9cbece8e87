import { expect, test } from "vitest";
import { faultKinds } from "../model/fault.ts";
import { faultOf, faults, paramsOf } from "./registry.ts";

test("every kind in the table is implemented, and every implemented kind is in the table", () => {
  expect([...faults.keys()].sort()).toEqual(faultKinds.map((kind) => kind.name).sort());
});

test("a kind is found by its name, also one that only steps use", () => {
  for (const { name } of faultKinds) expect(faultOf(name).kind).toBe(name);
});

test("an unknown kind is refused with the kinds that can be had by hand, the nearest first", () => {
  const next = 'did you mean "latency"? faults: noop, kill, ';
  expect(() => faultOf("latence")).toThrow(
    expect.objectContaining({ code: "usage", next: expect.stringContaining(next) }),
  );
  expect(() => faultOf("joi")).toThrow(
    expect.objectContaining({ next: expect.not.stringContaining("join") }),
  );
});

test("parameters are read in base units, with defaults filled in", () => {
  expect(paramsOf("latency", { delay: "1.5s" })).toEqual({ delay: 1500, jitter: 0 });
});

test("all that is wrong with parameters is told at once", () => {
  expect(() => paramsOf("latency", { delay: "long", jiter: "1ms", jitter: 5 })).toThrow(
    expect.objectContaining({
      code: "usage",
      message: "the fault latency cannot be had like this",
      problems: [
        expect.objectContaining({ what: 'the fault latency has no parameter "jiter"' }),
        expect.objectContaining({ what: "delay=long cannot be read" }),
        expect.objectContaining({ what: "jitter=5 cannot be read" }),
      ],
      next: "./lab faults",
    }),
  );
});
