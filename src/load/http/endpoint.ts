import { lookup, resolve4 } from "node:dns/promises";
import { connect, isIP } from "node:net";
import { LabError, messageOf } from "../../model/errors.ts";

/** Where connections go: a name's addresses, asked again as time passes, in turn. */
export interface Endpoint {
  port: number;
  secure: boolean;
  /** Name to check against the certificate. */
  servername: string;
  ca: string | undefined;
  /** The address for the next connection; never waits. */
  address(): string;
  close(): void;
}

function accepts(address: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: address, port, timeout: 1000 });
    const end = (answer: boolean) => () => {
      socket.destroy();
      resolve(answer);
    };
    socket.once("connect", end(true)).once("error", end(false)).once("timeout", end(false));
  });
}

/** Of a name with IPv4 and IPv6 addresses, those of the family that is served: "localhost" often is by one only. */
async function servedFamily(addresses: string[], port: number): Promise<string[]> {
  const families = [4, 6].map((family) => addresses.filter((one) => isIP(one) === family));
  const present = families.filter((family) => family.length > 0);
  for (const family of present) {
    if (present.length > 1 && (await accepts(family[0] as string, port))) return family;
  }
  return present[0] ?? [];
}

async function addressesOf(host: string, port: number): Promise<string[]> {
  if (isIP(host)) return [host];
  // getaddrinfo sorts addresses, which hides DNS round robin: ask the name server first
  const found = host === "localhost" ? [] : await resolve4(host).catch(() => []);
  if (found.length > 0) return found;
  const all = await lookup(host, { all: true });
  return servedFamily(
    all.map((one) => one.address),
    port,
  );
}

/**
 * Looks the origin's host up and keeps the answer fresh in the background; while the name cannot be
 * looked up the last addresses stay, as a user's cache would keep them.
 * @throws LabError when the name has no address at the start.
 */
export async function openEndpoint(
  origin: URL,
  ttlMs: number,
  tls: { ca?: string; servername?: string } = {},
): Promise<Endpoint> {
  const host = origin.hostname.replace(/^\[|\]$/g, "");
  const secure = origin.protocol === "https:";
  const port = Number(origin.port || (secure ? 443 : 80));
  let addresses = await addressesOf(host, port).catch((thrown: unknown) => {
    throw new LabError("load", `${host} has no address: ${messageOf(thrown)}`);
  });
  let turn = 0;
  const refresh = (): void => {
    addressesOf(host, port).then(
      (found) => {
        if (found.length > 0) addresses = found;
      },
      () => {},
    );
  };
  // this machine's own name does not move
  const fixed = isIP(host) || host === "localhost";
  const timer = fixed ? undefined : setInterval(refresh, ttlMs).unref();
  return {
    port,
    secure,
    servername: tls.servername ?? host,
    ca: tls.ca,
    address: () => addresses[turn++ % addresses.length] as string,
    close: () => clearInterval(timer),
  };
}
