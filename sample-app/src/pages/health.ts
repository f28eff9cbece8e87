import { json } from "../http/reply.ts";
import type { RouteTable } from "../http/routes.ts";
import type { SessionStore } from "../security/sessions.ts";
import type { Database } from "../store/database.ts";

/** Where this process is in its life. */
export interface Life {
  /** The tables are there. */
  prepared: boolean;
  /** SIGTERM came. */
  draining: boolean;
}

const pingTimeoutMs = 1000;

/**
 * `/healthz`: is this process fit to be asked? It does not look at the database: when that is away, every
 * server would leave the balancer at once, and users would get its bare error instead of ours.
 * `/readyz`: would a page work now, database and session store included? For whoever waits for a start.
 */
export function healthRoutes(life: Life, database: Database, sessions: SessionStore): RouteTable {
  return {
    "GET /healthz": () => (life.draining ? json(503, { status: "draining" }) : json(200, { status: "up" })),
    "GET /readyz": async () => {
      if (life.draining) return json(503, { status: "draining" });
      await Promise.all([database.on(pingTimeoutMs, (queries) => queries.text("DO 0")), sessions.ping()]);
      return life.prepared ? json(200, { status: "ready" }) : json(503, { status: "preparing the database" });
    },
  };
}
