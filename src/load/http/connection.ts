import { connect, type Socket } from "node:net";
import { connect as connectTls } from "node:tls";
import type { Endpoint } from "./endpoint.ts";
import { failedReply, type Reply } from "./reply.ts";
import type { RequestBytes } from "./request-text.ts";
import { createResponseReader } from "./response-reader.ts";

export interface Timeouts {
  connectMs: number;
  responseMs: number;
}

/** One connection to the service; carries one request at a time. */
export interface Connection {
  /** Sends a request; `onReply` is called exactly once. Only while no other is under way. */
  send(text: RequestBytes, onReply: (reply: Reply) => void): void;
  /** It can carry another request. */
  usable(): boolean;
  /** From this instant of `performance.now()` on an idle connection is better not used: the server may be closing it. */
  staleAt: number;
  close(): void;
}

// Reads are handled within their callback, so that all connections can share one buffer.
const readBuffer = Buffer.allocUnsafeSlow(65_536);

/** Without a word from the server, how long an idle connection is trusted; browsers and proxies differ, 4 s is safe. */
const idleTrustMs = 4000;

/**
 * Opens a connection at once; the first `send` may follow immediately. TLS is part of connecting. The addresses are
 * tried in turn until one can be connected to, each for `connectMs` at most.
 */
export function openConnection(
  endpoint: Endpoint,
  addresses: readonly string[],
  timeouts: Timeouts,
): Connection {
  let tried = 0;
  const reader = createResponseReader();
  let phase: "connecting" | "open" | "closed" = "connecting";
  let onReply: ((reply: Reply) => void) | undefined;
  let text: RequestBytes = "";
  let written = false;
  let bytes = 0;
  let timer: NodeJS.Timeout | undefined;

  function settle(reply: Reply): void {
    clearTimeout(timer);
    const answer = onReply;
    onReply = undefined;
    answer?.(reply);
  }

  function close(): void {
    phase = "closed";
    clearTimeout(timer);
    socket.destroy();
  }

  function fail(failure: NonNullable<Reply["failure"]>, detail: string): void {
    if (phase === "connecting" && tried < addresses.length) {
      clearTimeout(timer);
      socket.destroy();
      socket = dial();
      return;
    }
    close();
    if (onReply) settle(failedReply(failure, detail, written, bytes));
  }

  function write(): void {
    written = true;
    timer = setTimeout(() => fail("timeout", "response-timeout"), timeouts.responseMs);
    socket.write(text);
  }

  function finish(reusable: boolean): void {
    const head = reader.head!;
    if (reusable && head.keepAlive) {
      const trustMs =
        head.keepAliveS === undefined ? idleTrustMs : Math.max(0, head.keepAliveS * 1000 - 1000);
      connection.staleAt = performance.now() + Math.min(trustMs, 60_000);
      reader.reset();
    } else close();
    settle({
      detail: "",
      sent: true,
      local: false,
      status: head.status,
      servedBy: head.servedBy,
      cookies: head.cookies,
      bytes,
    });
  }

  function read(buffer: Buffer, end: number): boolean {
    // bytes nobody asked for: whatever they are, the next answer could not be told from them
    if (!onReply) {
      close();
      return false;
    }
    bytes += end;
    const state = reader.push(buffer, end);
    if (state === "done") finish(true);
    else if (state === "surplus") finish(false);
    else if (state === "bad") fail("http-error", "malformed-answer");
    return phase !== "closed";
  }

  function ended(): void {
    if (phase === "closed") return;
    if (onReply && reader.end() === "done") finish(false);
    else fail(phase === "connecting" ? "connect-error" : "reset", "closed-by-server");
  }

  /** Begins to connect to the next address. What is heard of an earlier one no longer counts. */
  function dial(): Socket {
    const plain = { host: addresses[tried++] as string, port: endpoint.port, noDelay: true };
    const one: Socket = endpoint.secure
      ? connectTls({ ...plain, servername: endpoint.servername, ...(endpoint.ca ? { ca: endpoint.ca } : {}) })
      : connect({
          ...plain,
          onread: { buffer: readBuffer, callback: (end, buffer) => read(buffer as Buffer, end) },
        });
    const current = (): boolean => one === socket;
    if (endpoint.secure) one.on("data", (chunk: Buffer) => read(chunk, chunk.length));
    one.once(endpoint.secure ? "secureConnect" : "connect", () => {
      if (phase === "closed" || !current()) return;
      phase = "open";
      clearTimeout(timer);
      if (onReply) write();
    });
    const endedOne = (): void => {
      if (current()) ended();
    };
    one.once("end", endedOne);
    one.once("close", endedOne);
    one.on("error", (error: NodeJS.ErrnoException) => {
      if (current()) fail(phase === "connecting" ? "connect-error" : "reset", error.code ?? error.message);
    });
    timer = setTimeout(() => fail("timeout", "connect-timeout"), timeouts.connectMs);
    return one;
  }
  let socket: Socket = dial();

  const connection: Connection = {
    staleAt: Number.POSITIVE_INFINITY,
    send(requestText, whenReplied) {
      text = requestText;
      onReply = whenReplied;
      written = false;
      bytes = 0;
      if (phase === "open") write();
    },
    usable: () => phase === "open",
    close,
  };
  return connection;
}
