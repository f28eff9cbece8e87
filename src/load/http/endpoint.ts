import { lookup, Resolver } from "node:dns/promises";
import { connect, isIP } from "node:net";
import { LabError, messageOf } from "../../model/errors.ts";
import type { AddressRule } from "../../model/load.ts";

/** Where connections go: a name's addresses, asked again as time passes, in turn. */
export interface Endpoint {
  port: number;
  secure: boolean;
  /** Name to check against the certificate. */
  servername: string;
  ca: string | undefined;
  /** The addresses to be tried for the next connection, in this order; never waits. */
  addresses(): readonly string[];
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

type Ask = (host: string) => Promise<string[]>;

/** Asks the machine, which also knows names of its own; sorts what it finds. */
const asMachine =
  (port: number): Ask =>
  async (host) => {
    const all = await lookup(host, { all: true });
    return servedFamily(
      all.map((one) => one.address),
      port,
    );
  };

/** Asks the name server itself: getaddrinfo sorts addresses, which hides DNS round robin. */
function asServerSays(): Ask {
  const resolver = new Resolver({ timeout: 1000, tries: 2 });
  return (host) => resolver.resolve4(host);
}

/** What a client is to do with a name. */
export interface EndpointRule {
  /** How long an answer is used. */
  ttlMs: number;
  addresses?: AddressRule | undefined;
  tls?: { ca?: string; servername?: string } | undefined;
  /** Asks the name server; ours when absent. */
  ask?: Ask;
}

/** The first answer, and the way it was had: it is asked again in the same way. */
async function firstAnswer(host: string, port: number, ask: Ask): Promise<{ found: string[]; ask: Ask }> {
  if (isIP(host)) return { found: [host], ask };
  const found = host === "localhost" ? [] : await ask(host).catch(() => []);
  if (found.length > 0) return { found, ask };
  return { found: await asMachine(port)(host), ask: asMachine(port) };
}

/**
 * Looks the origin's host up and keeps the answer fresh in the background; while the name cannot be
 * looked up the last addresses stay, as a user's cache would keep them.
 * @throws LabError when the name has no address at the start.
 */
export async function openEndpoint(
  origin: URL,
  { ttlMs, addresses: rule, tls = {}, ask = asServerSays() }: EndpointRule,
): Promise<Endpoint> {
  const host = origin.hostname.replace(/^\[|\]$/g, "");
  const secure = origin.protocol === "https:";
  const port = Number(origin.port || (secure ? 443 : 80));
  const first = await firstAnswer(host, port, ask).catch((thrown: unknown) => {
    throw new LabError("load", `${host} has no address: ${messageOf(thrown)}`);
  });
  let addresses = first.found;
  let turn = 0;
  let asking = false;
  const refresh = (): void => {
    if (asking) return;
    asking = true;
    first
      .ask(host)
      .then(
        (found) => {
          if (found.length > 0) addresses = found;
        },
        () => {},
      )
      .finally(() => {
        asking = false;
      });
  };
  // this machine's own name does not move
  const fixed = isIP(host) || host === "localhost";
  const timer = fixed ? undefined : setInterval(refresh, ttlMs).unref();
  return {
    port,
    secure,
    servername: tls.servername ?? host,
    ca: tls.ca,
    addresses() {
      if (rule === "all") return addresses;
      return [addresses[rule === "first" ? 0 : turn++ % addresses.length] as string];
    },
    close: () => clearInterval(timer),
  };
}
