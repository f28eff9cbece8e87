/** An IPv4 route of the host. */
export interface Route {
  device: string;
  /** Network address as an unsigned number. */
  network: number;
  mask: number;
}

const candidates = [28, 29, 30, 31, 27, 26, 25, 24].map((part) => `172.${part}.0.0/16`);
const wanted = 2;

/** Parses `/proc/net/route` (addresses are little-endian hex). */
export function parseRoutes(table: string): Route[] {
  const swap = (hex: string) => Number.parseInt(hex.match(/../g)?.reverse().join("") ?? "0", 16);
  return table
    .split("\n")
    .slice(1)
    .map((line) => line.split(/\s+/))
    .filter((fields) => fields.length >= 8)
    .map((fields) => ({ device: fields[0]!, network: swap(fields[1]!), mask: swap(fields[7]!) }));
}

function numbersOf(cidr: string): { network: number; mask: number } {
  const [address = "", bits = "32"] = cidr.split("/");
  const network = address.split(".").reduce((sum, part) => sum * 256 + Number(part), 0);
  return { network, mask: (2 ** 32 - 2 ** (32 - Number(bits))) >>> 0 };
}

/**
 * Address pools for many small networks that do not hide a network the host reaches already. Routes of bridges
 * that an earlier engine left behind do not count.
 */
export function choosePools(routes: readonly Route[]): string[] {
  const taken = routes.filter(
    (route) => route.mask !== 0 && !/^(docker0|br-[0-9a-f]{12})$/.test(route.device),
  );
  const free = candidates.filter((cidr) => {
    const pool = numbersOf(cidr);
    return !taken.some((route) => {
      const mask = (pool.mask & route.mask) >>> 0;
      return (pool.network & mask) >>> 0 === (route.network & mask) >>> 0;
    });
  });
  return free.slice(0, wanted);
}
