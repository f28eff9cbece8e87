/** What of a response's head matters to the generator. */
export interface ResponseHead {
  status: number;
  /** `x-served-by`, or empty. */
  servedBy: string;
  cookies: string[];
  /** The connection may carry another request. */
  keepAlive: boolean;
  /** For how many seconds the server says it keeps an idle connection, if it says so. */
  keepAliveS: number | undefined;
  /** How the body's end is told: its length in bytes, by chunks, or by the connection's end. */
  body: number | "chunked" | "until-close";
}

/** Parses a response head (without the empty line); undefined when it is none. Names are case-insensitive. */
export function parseHead(text: string): ResponseHead | undefined {
  // "HTTP/1.1 200 OK": version at 0–8, status at 9–12
  if (!text.startsWith("HTTP/1.")) return undefined;
  const status = Number(text.slice(9, 12));
  if (!(status >= 100)) return undefined;
  const head: ResponseHead = {
    status,
    servedBy: "",
    cookies: [],
    keepAlive: text[7] === "1",
    keepAliveS: undefined,
    body: "until-close",
  };
  let lineStart = text.indexOf("\r\n") + 2;
  while (lineStart > 1 && lineStart < text.length) {
    const found = text.indexOf("\r\n", lineStart);
    const lineEnd = found === -1 ? text.length : found;
    const colon = text.indexOf(":", lineStart);
    if (colon === -1 || colon > lineEnd) return undefined;
    readHeader(head, text, lineStart, colon, lineEnd);
    lineStart = lineEnd + 2;
  }
  if (status === 204 || status === 304 || status < 200) head.body = 0;
  if (head.body === "until-close") head.keepAlive = false;
  return head;
}

/** Only headers whose name has the length of one that matters are looked at: most are skipped by a comparison. */
function readHeader(head: ResponseHead, text: string, start: number, colon: number, end: number): void {
  const value = (): string => text.slice(colon + 1, end).trim();
  const named = (name: string): boolean => text.slice(start, colon).toLowerCase() === name;
  switch (colon - start) {
    case 14:
      // a length beside chunks is ignored, as RFC 9112 asks
      if (named("content-length") && head.body !== "chunked") head.body = lengthOf(value());
      break;
    case 17:
      if (named("transfer-encoding") && value().toLowerCase().endsWith("chunked")) head.body = "chunked";
      break;
    case 10:
      if (named("connection")) {
        const said = value().toLowerCase();
        if (said.includes("close")) head.keepAlive = false;
        else if (said.includes("keep-alive")) head.keepAlive = true;
      } else if (named("set-cookie")) head.cookies.push(value());
      else if (named("keep-alive")) head.keepAliveS = secondsOf(value());
      break;
    case 11:
      if (named("x-served-by")) head.servedBy = value();
      break;
  }
}

function lengthOf(text: string): number | "until-close" {
  return /^\d+$/.test(text) ? Number(text) : "until-close";
}

function secondsOf(text: string): number | undefined {
  const found = /timeout=(\d+)/.exec(text);
  return found ? Number(found[1]) : undefined;
}
