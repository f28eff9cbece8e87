import type { IncomingHttpHeaders } from "node:http";
import type { Site } from "../config.ts";
import { json } from "../http/reply.ts";
import type { RouteTable } from "../http/routes.ts";

/** A station on a request's way; how long it took inside is known of the last one alone, ourselves. */
interface Hop {
  name: string;
  milliseconds?: number;
}

const leftOut = "(left out)";

/** Headers as they came, without what would let a reader act as the user. */
export function shownHeaders(headers: IncomingHttpHeaders): Record<string, string | string[] | undefined> {
  const shown: Record<string, string | string[] | undefined> = { ...headers };
  if (headers.cookie !== undefined) {
    const names = headers.cookie.split(";").map((pair) => pair.split("=", 1)[0]!.trim());
    shown.cookie = names
      .filter(Boolean)
      .map((name) => `${name}=${leftOut}`)
      .join("; ");
  }
  for (const name of ["authorization", "proxy-authorization"]) if (shown[name]) shown[name] = leftOut;
  return shown;
}

/** The names that proxies appended to `x-hops`, first to last. */
export function hopsOf(header: string | string[] | undefined): Hop[] {
  return [header ?? []]
    .flat()
    .flatMap((text) => text.split(","))
    .map((name) => ({ name: name.trim() }))
    .filter(({ name }) => name !== "");
}

/** What arrived here, and from whom: compared with what was sent, it shows what stands between. */
export function traceRoutes(site: Site): RouteTable {
  return {
    "GET /trace": (visit) => {
      const { socket, headers, url, httpVersion } = visit.request;
      const milliseconds = Number((performance.now() - visit.arrived).toFixed(3));
      return json(200, {
        site: site.name,
        server: site.server,
        process: process.pid,
        peer: { address: socket.remoteAddress, port: socket.remotePort },
        local: { address: socket.localAddress, port: socket.localPort },
        method: visit.method,
        url,
        httpVersion,
        headers: shownHeaders(headers),
        hops: [...hopsOf(headers["x-hops"]), { name: site.server, milliseconds }],
        millisecondsInApp: milliseconds,
      });
    },
  };
}
