import { once } from "node:events";
import { type AddressInfo, createServer, type Socket } from "node:net";
import { expect, test } from "vitest";
import { createRedisSessions } from "./redis-sessions.ts";
import { newSessionId, SessionsUnavailable } from "./sessions.ts";

const sentinels = { addresses: [], group: "main" };
const options = { host: "127.0.0.1", password: "", timeoutMs: 200, ttlMs: 1000, sentinels };

test("nobody there: asking fails at once, and is said once", async () => {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  const lines: string[] = [];
  const sessions = await createRedisSessions({ ...options, port }, (line) => lines.push(line));
  await expect.poll(() => lines).toEqual(["session store: ECONNREFUSED"]);
  await expect(sessions.find(newSessionId())).rejects.toBeInstanceOf(SessionsUnavailable);
  await expect(sessions.create({ userId: 1, userName: "ann" })).rejects.toBeInstanceOf(SessionsUnavailable);
  await sessions.close();
});

test("one that takes connections and says nothing is left, and tried again", async () => {
  const sockets: Socket[] = [];
  const server = createServer((socket) => void sockets.push(socket.on("error", () => {}))).listen(
    0,
    "127.0.0.1",
  );
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const sessions = await createRedisSessions({ ...options, password: "x", port }, () => {});
  await expect.poll(() => sockets.length, { timeout: 5000 }).toBeGreaterThanOrEqual(3);
  await expect(sessions.ping()).rejects.toBeInstanceOf(SessionsUnavailable);
  await sessions.close();
  server.close();
  for (const socket of sockets) socket.destroy();
});
