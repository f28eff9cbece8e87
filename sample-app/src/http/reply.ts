import type { IncomingMessage, ServerResponse } from "node:http";
import type { Readable } from "node:stream";

/** A body that is sent as it is read. The server reads it to its end or destroys it. */
export interface StreamedBody {
  bytes: number;
  stream: Readable;
}

/** An answer as a value: handlers return it, the server writes it. */
export interface Reply {
  status: number;
  /** A list stands for a header that is sent several times. */
  headers?: Record<string, string | string[]>;
  body?: string | Buffer | StreamedBody;
}

/** An answer that somebody else's code writes; `refuse` is called instead when that code has none. */
export interface Taken {
  take(request: IncomingMessage, response: ServerResponse, refuse: (thrown: unknown) => void): void;
}

/** JSON that no cache may keep. */
export function json(status: number, value: unknown, headers: Record<string, string> = {}): Reply {
  return {
    status,
    headers: { "content-type": "application/json; charset=utf-8", "cache-control": "no-store", ...headers },
    body: `${JSON.stringify(value)}\n`,
  };
}

/** A page that no cache may keep: it may differ from user to user. */
export function page(status: number, body: string, headers: Record<string, string> = {}): Reply {
  return {
    status,
    headers: {
      "content-type": "text/html; charset=utf-8",
      "cache-control": "no-store",
      "content-security-policy": "default-src 'self'",
      ...headers,
    },
    body,
  };
}

/** After a form: look at the result with GET, so that a reload does not send it again. */
export function seeOther(location: string, headers: Record<string, string> = {}): Reply {
  return { status: 303, headers: { location, "cache-control": "no-store", ...headers } };
}

/** A refusal on purpose: `code` is for programs, `message` for people; both reach the user. */
export class Refusal extends Error {
  readonly status: number;
  readonly code: string;
  readonly headers: Record<string, string>;
  constructor(status: number, code: string, message: string, headers: Record<string, string> = {}) {
    super(message);
    this.name = "Refusal";
    this.status = status;
    this.code = code;
    this.headers = headers;
  }
}
