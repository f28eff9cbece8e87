import { expect, it } from "vitest";
import { clockOffset } from "./clock-offset.ts";

it("trusts the sample with the shortest round trip", () => {
  const sample = (echo: number, workerMs: number, receivedMs: number) => ({
    record: { kind: "clock", echo, workerMs } as const,
    receivedMs,
  });
  // the worker is 100 ms ahead; the first answer was held up for 80 ms on its way back
  expect(clockOffset([sample(1000, 1101, 1082), sample(2000, 2101, 2002)])).toEqual({
    offsetMs: 100,
    uncertaintyMs: 1,
  });
  expect(clockOffset([])).toBeUndefined();
});
