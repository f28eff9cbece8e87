/** A request to be sent, apart from what every request to the origin has in common. */
export interface RequestSpec {
  method: "GET" | "POST" | "PUT";
  path: string;
  cookie?: string;
  body?: string | Buffer;
  contentType?: string;
}

/** What is written to a connection. */
export type RequestBytes = string | Buffer;

/** Makes requests' text for one origin, with a body of bytes as bytes. Requests that are all the same are built once. */
export function createRequestText(
  origin: URL,
  headers: Record<string, string>,
  keepAlive: boolean,
): (spec: RequestSpec) => RequestBytes {
  const own = { "user-agent": "stagecraft", accept: "*/*", ...lowerCased(headers) };
  const common = [
    `host: ${origin.host}`,
    ...Object.entries(own).map(([name, value]) => `${name}: ${value}`),
    ...(keepAlive ? [] : ["connection: close"]),
  ]
    .map((line) => `${line}\r\n`)
    .join("");
  const plain = new Map<string, string>();
  return (spec) => {
    if (spec.body === undefined && !spec.cookie && spec.method === "GET") {
      let text = plain.get(spec.path);
      if (text === undefined) {
        text = `GET ${spec.path} HTTP/1.1\r\n${common}\r\n`;
        plain.set(spec.path, text);
      }
      return text;
    }
    const body = spec.body ?? "";
    const cookie = spec.cookie ? `cookie: ${spec.cookie}\r\n` : "";
    const type = spec.contentType ? `content-type: ${spec.contentType}\r\n` : "";
    const length = spec.method === "GET" ? "" : `content-length: ${Buffer.byteLength(body)}\r\n`;
    const head = `${spec.method} ${spec.path} HTTP/1.1\r\n${common}${cookie}${type}${length}\r\n`;
    return typeof body === "string" ? head + body : Buffer.concat([Buffer.from(head), body]);
  };
}

function lowerCased(headers: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}
