import { once } from "node:events";
import { type AddressInfo, createServer, type Server, type Socket } from "node:net";
import { createServer as createTlsServer } from "node:tls";
import { afterEach, describe, expect, it } from "vitest";
import { certificate, key } from "./certificate.fixture.ts";
import { openConnection, type Timeouts } from "./connection.ts";
import { openEndpoint } from "./endpoint.ts";
import { createPool } from "./pool.ts";
import type { Reply } from "./reply.ts";

const servers: Server[] = [];
const sockets = new Set<Socket>();

async function serve(server: Server): Promise<number> {
  servers.push(server);
  server.on("connection", (socket: Socket) => {
    sockets.add(socket);
    socket.on("error", () => {});
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return (server.address() as AddressInfo).port;
}

/** A server that answers each request with what `answer` says; undefined: it says nothing. */
const answering = (answer: (socket: Socket) => string | undefined): Promise<number> =>
  serve(
    createServer((socket) =>
      socket.on("data", () => {
        const text = answer(socket);
        if (text !== undefined) socket.write(text);
      }),
    ),
  );

afterEach(() => {
  for (const socket of sockets) socket.destroy();
  for (const server of servers.splice(0)) server.close();
});

const request = "GET / HTTP/1.1\r\nhost: x\r\n\r\n";
const hello = "HTTP/1.1 200 OK\r\ncontent-length: 5\r\nx-served-by: app-1\r\n\r\nhello";
const patient: Timeouts = { connectMs: 5000, responseMs: 5000 };

async function ask(port: number, timeouts = patient, scheme = "http"): Promise<Reply & { tookMs: number }> {
  const origin = new URL(`${scheme}://127.0.0.1:${port}`);
  const endpoint = await openEndpoint(origin, {
    ttlMs: 1000,
    tls: { ca: certificate, servername: "lab.test" },
  });
  const connection = openConnection(endpoint, endpoint.addresses(), timeouts);
  const startMs = performance.now();
  const reply = await new Promise<Reply>((resolve) => connection.send(request, resolve));
  connection.close();
  return { ...reply, tookMs: performance.now() - startMs };
}

describe("openConnection", () => {
  it("brings an answer with who served it", async () => {
    const port = await answering(() => hello);
    expect(await ask(port)).toMatchObject({
      status: 200,
      servedBy: "app-1",
      sent: true,
      bytes: hello.length,
    });
  });

  it("tells a refusal, a reset and an answer cut short apart", async () => {
    const port = await answering((socket) => {
      socket.resetAndDestroy();
      return undefined;
    });
    expect(await ask(port)).toMatchObject({ failure: "reset", sent: true });
    const cut = await answering((socket) => {
      socket.end(hello.slice(0, -1));
      return undefined;
    });
    expect(await ask(cut)).toMatchObject({ failure: "reset", detail: "closed-by-server", sent: true });
    const server = servers.at(-1)!;
    server.close();
    expect(await ask(cut)).toMatchObject({ failure: "connect-error", detail: "ECONNREFUSED", sent: false });
  });

  it("gives up on a silent server after the response timeout, not before", async () => {
    const port = await answering(() => undefined);
    const reply = await ask(port, { connectMs: 5000, responseMs: 200 });
    expect(reply).toMatchObject({ failure: "timeout", detail: "response-timeout", sent: true });
    expect(reply.tookMs).toBeGreaterThan(195);
  });

  it("counts a TLS handshake that never ends as connecting", async () => {
    const port = await answering(() => undefined);
    const reply = await ask(port, { connectMs: 200, responseMs: 5000 }, "https");
    expect(reply).toMatchObject({ failure: "timeout", detail: "connect-timeout", sent: false });
  });

  it("speaks TLS with a certificate it was told to trust, and with no other", async () => {
    const server = createTlsServer({ cert: certificate, key }, (socket) =>
      socket.on("data", () => void socket.write(hello)),
    );
    server.on("tlsClientError", () => {});
    const port = await serve(server);
    expect(await ask(port, patient, "https")).toMatchObject({ status: 200, servedBy: "app-1" });
    const endpoint = await openEndpoint(new URL(`https://127.0.0.1:${port}`), {
      ttlMs: 1000,
      tls: { servername: "lab.test" },
    });
    const connection = openConnection(endpoint, endpoint.addresses(), patient);
    const reply = await new Promise<Reply>((resolve) => connection.send(request, resolve));
    expect(reply).toMatchObject({ failure: "connect-error", sent: false });
  });
});

describe("createPool", () => {
  it("uses a connection again after an answer, but not one that the server closes", async () => {
    let closing = false;
    const port = await answering(() =>
      closing ? hello.replace("content", "connection: close\r\ncontent") : hello,
    );
    const endpoint = await openEndpoint(new URL(`http://127.0.0.1:${port}`), { ttlMs: 1000 });
    const pool = createPool(endpoint, patient);
    const send = (): Promise<Reply> => new Promise((resolve) => pool.send(request, resolve));
    const before = sockets.size;
    await send();
    await send();
    expect(sockets.size - before).toBe(1);
    closing = true;
    await send();
    await send();
    expect(sockets.size - before).toBe(2);
    pool.close();
  });

  it("opens a connection for each request that is under way", async () => {
    const held: Socket[] = [];
    const port = await answering((socket) => {
      held.push(socket);
      if (held.length === 3) for (const one of held) one.write(hello);
      return undefined;
    });
    const endpoint = await openEndpoint(new URL(`http://localhost:${port}`), { ttlMs: 1000 });
    const pool = createPool(endpoint, patient);
    const replies = [1, 2, 3].map(() => new Promise<Reply>((resolve) => pool.send(request, resolve)));
    expect((await Promise.all(replies)).map((reply) => reply.status)).toEqual([200, 200, 200]);
    pool.close();
  });
});
