import { once } from "node:events";
import { type AddressInfo, createServer, type Server } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { openConnection } from "./connection.ts";
import { type Endpoint, openEndpoint } from "./endpoint.ts";
import type { Reply } from "./reply.ts";

const servers: Server[] = [];
const endpoints: Endpoint[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
  for (const endpoint of endpoints.splice(0)) endpoint.close();
});

/** A server that answers on one loopback address with its own name; resolves with its port. */
async function answerOn(address: string, port = 0): Promise<number> {
  const server = createServer((socket) => {
    socket.on("error", () => {});
    socket.once("data", () =>
      socket.end(`HTTP/1.1 200 OK\r\ncontent-length: 0\r\nx-served-by: ${address}\r\n\r\n`),
    );
  });
  servers.push(server);
  server.listen(port, address);
  await once(server, "listening");
  return (server.address() as AddressInfo).port;
}

async function endpointOf(
  answers: () => string[],
  rule: { addresses?: "first" | "all"; port?: number; ttlMs?: number } = {},
): Promise<Endpoint> {
  const { port = 80, ttlMs = 1000, addresses } = rule;
  const endpoint = await openEndpoint(new URL(`http://shop.test:${port}`), {
    ttlMs,
    addresses,
    ask: async () => answers(),
  });
  endpoints.push(endpoint);
  return endpoint;
}

const three = (): string[] => ["10.0.0.3", "10.0.0.1", "10.0.0.2"];

describe("the addresses of a name", () => {
  it("take turns, one a connection, unless it is said otherwise", async () => {
    const endpoint = await endpointOf(three);
    expect([1, 2, 3, 4].map(() => endpoint.addresses())).toEqual([
      ["10.0.0.3"],
      ["10.0.0.1"],
      ["10.0.0.2"],
      ["10.0.0.3"],
    ]);
  });

  it("first: the first of the answer, in the name server's own order", async () => {
    const endpoint = await endpointOf(three, { addresses: "first" });
    expect([endpoint.addresses(), endpoint.addresses()]).toEqual([["10.0.0.3"], ["10.0.0.3"]]);
  });

  it("all: every one in the name server's order", async () => {
    expect((await endpointOf(three, { addresses: "all" })).addresses()).toEqual(three());
  });

  it("are asked for again when their time is up, and stay while nobody answers", async () => {
    let asked = 0;
    const answers = (): string[] => {
      asked++;
      if (asked === 2) throw new Error("no answer");
      return [`10.0.0.${asked}`];
    };
    const endpoint = await endpointOf(answers, { addresses: "first", ttlMs: 5 });
    expect(endpoint.addresses()).toEqual(["10.0.0.1"]);
    while (asked < 2) await new Promise((resolve) => setTimeout(resolve, 1));
    expect(endpoint.addresses()).toEqual(["10.0.0.1"]);
    while (endpoint.addresses()[0] === "10.0.0.1") await new Promise((resolve) => setTimeout(resolve, 1));
    expect(Number(endpoint.addresses()[0]!.slice(7))).toBeGreaterThan(2);
  });

  it("that are not there are told at the start", async () => {
    const nowhere = openEndpoint(new URL("http://nowhere.invalid"), { ttlMs: 1000, ask: async () => [] });
    await expect(nowhere).rejects.toMatchObject({ code: "load", message: /nowhere.invalid has no address/ });
  });
});

describe("a connection to a name with a dead address", () => {
  // nobody listens there; a name server that lists it first is what is tried out
  const dead = "127.0.0.9";
  const alive = "127.0.0.1";
  const ask = async (addresses: "first" | "all", answers: string[], port: number): Promise<Reply> => {
    const endpoint = await endpointOf(() => answers, { addresses, port });
    const timeouts = { connectMs: 2000, responseMs: 2000 };
    const connection = openConnection(endpoint, endpoint.addresses(), timeouts);
    const reply = await new Promise<Reply>((resolve) =>
      connection.send("GET / HTTP/1.1\r\nhost: x\r\n\r\n", resolve),
    );
    connection.close();
    return reply;
  };

  it("fails for a client that tries the first address only", async () => {
    const reply = await ask("first", [dead, alive], await answerOn(alive));
    expect(reply).toMatchObject({ failure: "connect-error", detail: "ECONNREFUSED", sent: false });
  });

  it("is made to the next one by a client that tries all", async () => {
    const reply = await ask("all", [dead, "127.0.0.8", alive], await answerOn(alive));
    expect(reply).toMatchObject({ status: 200, servedBy: alive });
  });

  it("fails once, after each has been tried", async () => {
    const port = await answerOn(alive);
    const reply = await ask("all", [dead, "127.0.0.8"], port);
    expect(reply).toMatchObject({ failure: "connect-error", detail: "ECONNREFUSED", sent: false });
  });

  it("is not made a second time once it was there", async () => {
    const server = createServer((socket) => {
      socket.on("error", () => {});
      socket.once("data", () => socket.resetAndDestroy());
    });
    servers.push(server);
    server.listen(0, dead);
    await once(server, "listening");
    const port = (server.address() as AddressInfo).port;
    await answerOn(alive, port);
    expect((await ask("all", [dead, alive], port)).failure).toBe("reset");
  });
});
