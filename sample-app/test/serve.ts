import { once } from "node:events";
import type { AddressInfo } from "node:net";
import type { Site } from "../src/config.ts";
import { underBasePath } from "../src/http/base-path.ts";
import { createRouter, type Handler, type RouteTable } from "../src/http/routes.ts";
import { createHttpServer } from "../src/http/server.ts";

const shown: Site = { name: "Commons", server: "app-7", base: "" };

/** Serves these routes on a free loopback port. */
export async function serve(routes: RouteTable, site: Site = shown): Promise<{ url: string; close(): void }> {
  return serveHandler(underBasePath(site.base, createRouter(routes)), site);
}

/** Serves whatever this handler answers on a free loopback port. */
export async function serveHandler(
  route: Handler,
  site: Site = shown,
): Promise<{ url: string; close(): void }> {
  const server = createHttpServer(route, { site, draining: () => false, log: () => {} });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}
