import { expect, test } from "vitest";
import { choosePools, parseRoutes } from "./pools.ts";

const header = "Iface\tDestination\tGateway\tFlags\tRefCnt\tUse\tMetric\tMask\tMTU\tWindow\tIRTT\n";
const route = (device: string, destination: string, mask: string) =>
  `${device}\t${destination}\t00000000\t0001\t0\t0\t0\t${mask}\t0\t0\t0\n`;
const usual = header + route("eth0", "00000000", "00000000") + route("eth0", "000200C0", "00FFFFFF");

test("reads the kernel's little-endian table", () => {
  expect(parseRoutes(usual)).toEqual([
    { device: "eth0", network: 0, mask: 0 },
    { device: "eth0", network: 0xc0000200, mask: 0xffffff00 },
  ]);
});

test("takes the first two pools on an ordinary host", () => {
  expect(choosePools(parseRoutes(usual))).toEqual(["172.28.0.0/16", "172.29.0.0/16"]);
});

test("avoids what the host reaches already: a network inside a pool, and one around it", () => {
  const inside = parseRoutes(usual + route("tun0", "00051CAC", "00FFFFFF"));
  expect(choosePools(inside)).toEqual(["172.29.0.0/16", "172.30.0.0/16"]);
  const around = parseRoutes(
    usual + route("tun0", "0000FF0A", "0000FFFF") + route("tun0", "00001CAC", "0000FEFF"),
  );
  expect(choosePools(around)).toEqual(["172.30.0.0/16", "172.31.0.0/16"]);
});

test("a bridge left by an earlier engine does not count", () => {
  const left =
    usual + route("docker0", "00001CAC", "C0FFFFFF") + route("br-0123456789ab", "40001CAC", "C0FFFFFF");
  expect(choosePools(parseRoutes(left))[0]).toBe("172.28.0.0/16");
});
