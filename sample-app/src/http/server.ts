import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { pipeline } from "node:stream";
import type { Site } from "../config.ts";
import { NotifierUnavailable } from "../jobs/job.ts";
import { Overloaded } from "../limiter.ts";
import { MessagesUnavailable } from "../messages/message.ts";
import { SearchUnavailable } from "../search/find.ts";
import { SessionsUnavailable } from "../security/sessions.ts";
import { DatabaseUnavailable } from "../store/database.ts";
import { html, layout } from "./html.ts";
import { json, page, Refusal, type Reply } from "./reply.ts";
import type { Answer, Handler } from "./routes.ts";
import { type Visit, visitOf } from "./visit.ts";

/** What the server needs to know of the process around it. */
export interface Serving {
  site: Site;
  /** Stopping: answers ask the other side to close the connection. */
  draining: () => boolean;
  /** For faults of our own, one line each. */
  log: (line: string) => void;
}

/** What is over by itself soon: whoever asks again may well be served. */
const passing = [
  [DatabaseUnavailable, "database-unavailable"],
  [SessionsUnavailable, "sessions-unavailable"],
  [NotifierUnavailable, "notifier-unavailable"],
  [MessagesUnavailable, "messages-unavailable"],
  [SearchUnavailable, "search-unavailable"],
  [Overloaded, "overloaded"],
] as const;

/** What a user is told about what was thrown, and with which status. */
export function refusalOf(thrown: unknown, log: (line: string) => void): Refusal {
  if (thrown instanceof Refusal) return thrown;
  for (const [kind, code] of passing) {
    if (thrown instanceof kind) return new Refusal(503, code, thrown.message, { "retry-after": "1" });
  }
  log(thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown));
  return new Refusal(500, "internal", "something went wrong here; the log has it");
}

function refusalReply(refusal: Refusal, visit: Visit, site: Site): Reply {
  const { status, code, message, headers } = refusal;
  if (!visit.wantsHtml) return json(status, { error: code, message, server: site.server }, headers);
  const content = html`<h1>${status}</h1><p>${message}</p>`;
  return page(status, layout(code, content, site), headers);
}

/** What every answer carries, whoever writes it. */
function commonHeaders(serving: Serving): Record<string, string> {
  return {
    "x-content-type-options": "nosniff",
    "x-served-by": serving.site.server,
    "x-process": String(process.pid),
    ...(serving.draining() ? { connection: "close" } : {}),
  };
}

function lengthOf(body: Reply["body"]): number {
  if (body === undefined) return 0;
  return typeof body === "string" || Buffer.isBuffer(body) ? Buffer.byteLength(body) : body.bytes;
}

function write(request: IncomingMessage, response: ServerResponse, reply: Reply, serving: Serving): void {
  const { status, body } = reply;
  response.writeHead(status, {
    ...(status === 304 ? {} : { "content-length": lengthOf(body) }),
    ...commonHeaders(serving),
    ...reply.headers,
  });
  if (body === undefined || typeof body === "string" || Buffer.isBuffer(body)) {
    response.end(body);
  } else if (request.method === "HEAD") {
    body.stream.destroy();
    response.end();
  } else {
    // ends both whichever breaks: a body that is cut short must look cut short
    pipeline(body.stream, response, () => {});
  }
}

/** An answer that nobody is left to hear may hold a file open. */
function letGo(answer: Answer): void {
  if ("take" in answer) return;
  const { body } = answer;
  if (typeof body === "object" && !Buffer.isBuffer(body)) body.stream.destroy();
}

/** The HTTP server: every request ends in a reply, whatever a handler throws. */
export function createHttpServer(route: Handler, serving: Serving): Server {
  const server = createServer(async (request, response) => {
    const visit = visitOf(request);
    const refuse = (thrown: unknown): void => {
      const reply = refusalReply(refusalOf(thrown, serving.log), visit, serving.site);
      if (response.headersSent) response.destroy();
      else write(request, response, reply, serving);
    };
    let answer: Answer;
    try {
      answer = await route(visit);
    } catch (thrown) {
      if (!response.destroyed) refuse(thrown);
      return;
    }
    if (response.destroyed) {
      letGo(answer);
    } else if ("take" in answer) {
      for (const [name, value] of Object.entries(commonHeaders(serving))) response.setHeader(name, value);
      answer.take(request, response, refuse);
    } else {
      write(request, response, answer, serving);
    }
  });
  // longer than a balancer keeps idle connections: it, not we, closes them, so that no request meets a closing one
  server.keepAliveTimeout = 75_000;
  server.headersTimeout = 10_000;
  server.requestTimeout = 30_000;
  return server;
}
