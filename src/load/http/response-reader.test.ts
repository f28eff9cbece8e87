import { describe, expect, it } from "vitest";
import { createResponseReader, type ReaderState } from "./response-reader.ts";

/** Feeds text in pieces of `size` bytes, through one buffer with old bytes left in it, as sockets do. */
function feed(
  text: string,
  size: number,
): { state: ReaderState; reader: ReturnType<typeof createResponseReader> } {
  const reader = createResponseReader();
  const bytes = Buffer.from(text, "latin1");
  const shared = Buffer.alloc(70_000, "\r\n\r\n");
  let state: ReaderState = "more";
  for (let at = 0; at < bytes.length && state === "more"; at += size) {
    const end = bytes.copy(shared, 0, at, Math.min(bytes.length, at + size));
    state = reader.push(shared, end);
  }
  return { state, reader };
}

const head = (...lines: string[]): string => `${["HTTP/1.1 200 OK", ...lines].join("\r\n")}\r\n\r\n`;
const cases: [string, string][] = [
  ["a length", `${head("Content-Length: 11")}hello world`],
  ["no body", head("content-length: 0")],
  ["chunks", `${head("Transfer-Encoding: chunked")}5\r\nhello\r\n6;x=y\r\n world\r\n0\r\n\r\n`],
  [
    "chunks with a trailer",
    `${head("transfer-encoding: gzip, chunked")}A\r\n0123456789\r\n0\r\nX-T: 1\r\n\r\n`,
  ],
  ["chunks beside a length", `${head("content-length: 3", "transfer-encoding: chunked")}1\r\nx\r\n0\r\n\r\n`],
  ["an interim answer before", `HTTP/1.1 103 Early Hints\r\nlink: x\r\n\r\n${head("content-length: 1")}x`],
  ["a long body", `${head("content-length: 69000")}${"\r\n".repeat(34_500)}`],
];

describe("createResponseReader", () => {
  for (const [name, text] of cases) {
    it(`finds the end of an answer with ${name}, however the bytes are cut`, () => {
      for (const size of [1, 2, 7, 64, 70_000]) {
        expect(feed(text, size).state, `pieces of ${size}`).toBe("done");
        expect(feed(text.slice(0, -1), size).state, `pieces of ${size}, last byte missing`).toBe("more");
        expect(feed(text, size).reader.head?.keepAlive).toBe(true);
      }
    });
  }

  it("ends a body without a length with the connection, which carries no other answer", () => {
    const { state, reader } = feed(`${head("x-served-by: app-1")}some`, 3);
    expect(state).toBe("more");
    expect(reader.end()).toBe("done");
    expect(reader.head).toMatchObject({ servedBy: "app-1", keepAlive: false });
  });

  it("does not take a cut answer for a whole one", () => {
    expect(feed(`${head("content-length: 9")}some`, 3).reader.end()).toBe("more");
  });

  it("reads one answer after the other", () => {
    const reader = createResponseReader();
    const first = Buffer.from(
      `${head("content-length: 1", "connection: keep-alive", "keep-alive: timeout=5")}x`,
    );
    expect(reader.push(first, first.length)).toBe("done");
    expect(reader.head).toMatchObject({ keepAlive: true, keepAliveS: 5 });
    reader.reset();
    const second = Buffer.from(
      "HTTP/1.1 204 No Content\r\nConnection: close\r\nSet-Cookie: a=b\r\nset-cookie: c=d\r\n\r\n",
    );
    expect(reader.push(second, second.length)).toBe("done");
    expect(reader.head).toMatchObject({ status: 204, keepAlive: false, cookies: ["a=b", "c=d"] });
  });

  it("tells bytes that were not asked for, and what is no HTTP", () => {
    expect(feed(`${head("content-length: 1")}xHTTP/1.1 200 OK\r\n\r\n`, 70_000).state).toBe("surplus");
    expect(feed("SSH-2.0-OpenSSH_9.2\r\n\r\n", 5).state).toBe("bad");
    expect(feed(`${head("transfer-encoding: chunked")}nonsense\r\n`, 5).state).toBe("bad");
    expect(feed("HTTP/1.1 200 OK\r\nno colon\r\n\r\n", 5).state).toBe("bad");
    expect(feed(`HTTP/1.1 200 OK\r\n${"x: y\r\n".repeat(20_000)}`, 1000).state).toBe("bad");
  });
});
