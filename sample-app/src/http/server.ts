import { createServer, type Server, type ServerResponse } from "node:http";
import { Overloaded } from "../limiter.ts";
import { DatabaseUnavailable } from "../store/database.ts";
import { html, layout } from "./html.ts";
import { json, page, Refusal, type Reply } from "./reply.ts";
import type { Handler } from "./routes.ts";
import { type Visit, visitOf } from "./visit.ts";

/** What the server needs to know of the process around it. */
export interface Serving {
  serverName: string;
  /** Stopping: answers ask the other side to close the connection. */
  draining: () => boolean;
  /** For faults of our own, one line each. */
  log: (line: string) => void;
}

/** What a user is told about what was thrown, and with which status. */
export function refusalOf(thrown: unknown, log: (line: string) => void): Refusal {
  if (thrown instanceof Refusal) return thrown;
  if (thrown instanceof DatabaseUnavailable) {
    return new Refusal(503, "database-unavailable", thrown.message, { "retry-after": "1" });
  }
  if (thrown instanceof Overloaded) {
    return new Refusal(503, "overloaded", thrown.message, { "retry-after": "1" });
  }
  log(thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown));
  return new Refusal(500, "internal", "something went wrong here; the log has it");
}

function refusalReply(refusal: Refusal, visit: Visit, serverName: string): Reply {
  const { status, code, message, headers } = refusal;
  if (!visit.wantsHtml) return json(status, { error: code, message, server: serverName }, headers);
  const content = html`<h1>${status}</h1><p>${message}</p>`;
  return page(status, layout(code, content, { by: serverName }), headers);
}

function write(response: ServerResponse, reply: Reply, serving: Serving): void {
  const length = reply.body === undefined ? 0 : Buffer.byteLength(reply.body);
  response.writeHead(reply.status, {
    ...(reply.status === 304 ? {} : { "content-length": length }),
    "x-content-type-options": "nosniff",
    "x-served-by": serving.serverName,
    ...(serving.draining() ? { connection: "close" } : {}),
    ...reply.headers,
  });
  response.end(reply.body);
}

/** The HTTP server: every request ends in a reply, whatever a handler throws. */
export function createHttpServer(route: Handler, serving: Serving): Server {
  const server = createServer(async (request, response) => {
    const visit = visitOf(request);
    let reply: Reply;
    try {
      reply = await route(visit);
    } catch (thrown) {
      reply = refusalReply(refusalOf(thrown, serving.log), visit, serving.serverName);
    }
    if (!response.destroyed) write(response, reply, serving);
  });
  // longer than a balancer keeps idle connections: it, not we, closes them, so that no request meets a closing one
  server.keepAliveTimeout = 75_000;
  server.headersTimeout = 10_000;
  server.requestTimeout = 30_000;
  return server;
}
