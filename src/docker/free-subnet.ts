import { readFile } from "node:fs/promises";
import type Docker from "dockerode";
import { LabError } from "../model/errors.ts";
import { asking } from "./access.ts";

/** What a stage's files call the first three bytes of the network that they name addresses of. */
const subnetVariable = "STAGECRAFT_VIP_NET";

/** An address range, as IPv4 numbers. */
export interface Range {
  from: number;
  to: number;
}

const size = 256;
const first = numberOf("10.77.0.0");
const count = 178; // 10.77.0.0/24 to 10.254.0.0/24, one of each second byte

function numberOf(address: string): number {
  return address.split(".").reduce((number, byte) => number * 256 + Number(byte), 0);
}

/** The addresses of `10.77.0.0/24`; nothing for what is not IPv4. */
export function rangeOf(subnet: string): Range | undefined {
  const found = /^(\d+\.\d+\.\d+\.\d+)\/(\d+)$/.exec(subnet);
  if (!found) return undefined;
  const length = 2 ** (32 - Number(found[2]));
  const from = Math.floor(numberOf(found[1]!) / length) * length;
  return { from, to: from + length - 1 };
}

/** The networks that a Linux host has routes to, from the text of /proc/net/route; the default route is none. */
export function routedRanges(text: string): Range[] {
  // bytes of an address stand in the host's order: the last one first
  const hex = (word: string) =>
    numberOf(
      (word.match(/../g) ?? [])
        .map((byte) => Number.parseInt(byte, 16))
        .toReversed()
        .join("."),
    );
  return text
    .split("\n")
    .slice(1)
    .map((line) => line.split("\t"))
    .filter((fields) => fields.length > 7)
    .map((fields) => ({ from: hex(fields[1]!), mask: hex(fields[7]!) }))
    .filter(({ mask }) => mask !== 0)
    .map(({ from, mask }) => ({ from, to: from + (2 ** 32 - 1 - mask) }));
}

/**
 * A /24 that overlaps none of `taken`, by its first three bytes: `10.93.0`. `start` (0 to 1) says where to begin to
 * look, so that runs that choose at the same time seldom choose the same.
 */
export function freeSubnet(taken: readonly Range[], start: number): string {
  for (let i = 0; i < count; i++) {
    const from = first + ((Math.floor(start * count) + i) % count) * 65_536;
    if (taken.some((range) => range.from < from + size && from <= range.to)) continue;
    return [24, 16, 8].map((bits) => Math.floor(from / 2 ** bits) % 256).join(".");
  }
  throw new LabError("engine", "no free address range: every 10.77.0.0/24 to 10.254.0.0/24 is in use", {
    next: "docker network ls, and ./lab clean",
  });
}

/** Routes of the host; none where it is not Linux. */
async function hostRoutes(): Promise<Range[]> {
  try {
    return routedRanges(await readFile("/proc/net/route", "utf8"));
  } catch {
    return [];
  }
}

/** The variable for a stage whose files name addresses, with a subnet that nobody uses now; nothing for others. */
export async function subnetFor(files: readonly string[], docker: Docker): Promise<Record<string, string>> {
  const texts = await Promise.all(files.map((file) => readFile(file, "utf8")));
  if (!texts.some((text) => text.includes(subnetVariable))) return {};
  const networks = await asking(docker.listNetworks());
  const pools = networks.flatMap((network) => network.IPAM?.Config ?? []);
  const taken = pools.flatMap((pool) => rangeOf(pool.Subnet ?? "") ?? []);
  return { [subnetVariable]: freeSubnet([...taken, ...(await hostRoutes())], Math.random()) };
}

/** Whether a stage did not come up because another took the same addresses a moment earlier. */
export const isSubnetTaken = (thrown: unknown): boolean =>
  thrown instanceof Error && /pool overlaps|overlapping IPv4/i.test(thrown.message);
