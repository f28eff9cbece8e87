import { expect, test } from "vitest";
import { LabError } from "../model/errors.ts";
import { freeSubnet, isSubnetTaken, type Range, rangeOf, routedRanges } from "./free-subnet.ts";

const range = (subnet: string): Range => rangeOf(subnet)!;

test("a subnet's first and last address", () => {
  expect(rangeOf("10.77.0.0/24")).toEqual({ from: 0x0a4d0000, to: 0x0a4d00ff });
  expect(rangeOf("172.17.3.1/16")).toEqual({ from: 0xac110000, to: 0xac11ffff });
  expect(rangeOf("fd00::/8")).toBeUndefined();
});

test("the routes of a host, but for the default route", () => {
  const text = [
    "Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT",
    "eth0\t00000000\t0101A8C0\t0003\t0\t0\t0\t00000000\t0\t0\t0",
    "tun0\t00004D0A\t00000000\t0001\t0\t0\t0\t0000FFFF\t0\t0\t0",
    "",
  ].join("\n");
  expect(routedRanges(text)).toEqual([range("10.77.0.0/16")]);
});

test("begins where it is told to, and goes round", () => {
  expect(freeSubnet([], 0)).toBe("10.77.0");
  expect(freeSubnet([], 0.5)).toBe("10.166.0");
  expect(freeSubnet([range("10.254.0.0/24")], 0.999)).toBe("10.77.0");
});

test("nothing that overlaps, larger or smaller", () => {
  expect(freeSubnet([range("10.77.0.128/25")], 0)).toBe("10.78.0");
  expect(freeSubnet([range("10.0.0.0/9")], 0)).toBe("10.128.0");
  expect(freeSubnet([range("10.77.1.0/24")], 0)).toBe("10.77.0");
});

test("says so when nothing is free", () => {
  expect(() => freeSubnet([range("10.0.0.0/8")], 0.3)).toThrow("no free address range");
});

test.each([
  ["cannot create network a (br-a): conflicts with network b (br-b): networks have overlapping IPv4", true],
  ["invalid pool request: Pool overlaps with other one on this address space", true],
  ["no such image: nginx", false],
])("whether somebody else was quicker: %s", (said, taken) => {
  expect(isSubnetTaken(new LabError("stage", `stage did not come up: ${said}`))).toBe(taken);
});
