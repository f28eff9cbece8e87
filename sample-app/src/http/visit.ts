import type { IncomingMessage } from "node:http";
import { Refusal } from "./reply.ts";

/** What a form or a JSON object carried: only strings count. */
export type Fields = Record<string, string>;

/** One request, as handlers see it. */
export interface Visit {
  method: string;
  path: string;
  query: URLSearchParams;
  /** What the route's `:name` parts matched. */
  params: Record<string, string>;
  /** The value of the `sid` cookie. */
  sessionId: string | undefined;
  /** A browser: pages and redirects instead of JSON. */
  wantsHtml: boolean;
  ifNoneMatch: string | undefined;
  /** When it came, on the clock of `performance.now()`. */
  arrived: number;
  /** The request itself, for those who show or hand on what arrived. */
  request: IncomingMessage;
  /** Reads the body, JSON object or form. @throws Refusal 400, 413, 415 */
  fields(): Promise<Fields>;
  /** Reads the body as it is, up to so many bytes. @throws Refusal 400, 413 */
  bytes(limit: number): Promise<Buffer>;
}

/** Forms and JSON bodies longer than this are refused. */
export const bodyLimit = 64 * 1024;

/** The value of one cookie; the first of that name counts. */
export function cookieValue(header: string | undefined, name: string): string | undefined {
  for (const pair of header?.split(";") ?? []) {
    const at = pair.indexOf("=");
    if (at > 0 && pair.slice(0, at).trim() === name) return pair.slice(at + 1).trim();
  }
  return undefined;
}

function readBody(request: IncomingMessage, limit: number): Promise<Buffer> {
  const tooLong = () =>
    new Refusal(413, "body-too-long", `a body may have ${limit} bytes here`, { connection: "close" });
  if (Number(request.headers["content-length"] ?? 0) > limit) return Promise.reject(tooLong());
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    request.on("data", (chunk: Buffer) => {
      size += chunk.length;
      if (size > limit) {
        request.pause();
        reject(tooLong());
        return;
      }
      chunks.push(chunk);
    });
    request.on("end", () => resolve(Buffer.concat(chunks)));
    request.on("error", reject);
    request.on("close", () => reject(new Refusal(400, "body-cut", "the body ended too early")));
  });
}

/** Fields of a body by its content type. @throws Refusal 400 or 415 */
export function parseFields(contentType: string | undefined, body: Buffer): Fields {
  const type = (contentType ?? "").split(";", 1)[0]!.trim().toLowerCase();
  const fields: Fields = Object.create(null);
  if (type === "application/json") {
    let value: unknown;
    try {
      value = JSON.parse(body.toString("utf8"));
    } catch {
      throw new Refusal(400, "bad-json", "the body is not JSON");
    }
    if (typeof value !== "object" || value === null || Array.isArray(value)) {
      throw new Refusal(400, "bad-json", "the body is not a JSON object");
    }
    for (const [name, field] of Object.entries(value)) if (typeof field === "string") fields[name] = field;
    return fields;
  }
  if (type === "application/x-www-form-urlencoded") {
    for (const [name, field] of new URLSearchParams(body.toString("utf8"))) fields[name] = field;
    return fields;
  }
  throw new Refusal(415, "unsupported-type", "send application/json or application/x-www-form-urlencoded");
}

/** The request as a value; the body is read only when a handler asks for it. */
export function visitOf(request: IncomingMessage): Visit {
  const target = request.url ?? "/";
  const mark = target.indexOf("?");
  const headers = request.headers;
  return {
    method: request.method ?? "GET",
    path: mark < 0 ? target : target.slice(0, mark),
    query: new URLSearchParams(mark < 0 ? "" : target.slice(mark + 1)),
    params: {},
    sessionId: cookieValue(headers.cookie, "sid"),
    wantsHtml: headers.accept?.includes("text/html") ?? false,
    ifNoneMatch: headers["if-none-match"],
    arrived: performance.now(),
    request,
    fields: async () => {
      // a body nobody could read is refused before it is read
      parseableOrRefuse(headers["content-type"]);
      return parseFields(headers["content-type"], await readBody(request, bodyLimit));
    },
    bytes: (limit) => readBody(request, limit),
  };
}

function parseableOrRefuse(contentType: string | undefined): void {
  const empty = contentType?.trim().toLowerCase().startsWith("application/json") ? "{}" : "";
  parseFields(contentType, Buffer.from(empty));
}
