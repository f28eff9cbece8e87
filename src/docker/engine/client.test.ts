import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { ListenOptions } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { dockerodeFor } from "./client.ts";

let folder: string;
let server: Server;

/** An engine that says only where it was asked; resolves with its port. */
async function listen(options: ListenOptions): Promise<number> {
  server = createServer((request, response) => {
    response.setHeader("content-type", "application/json");
    response.end(JSON.stringify({ Version: `asked for ${request.url}` }));
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject).listen(options, resolve);
  });
  const at = server.address();
  return at !== null && typeof at === "object" ? at.port : 0;
}

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "stagecraft-client-"));
});
afterEach(() => {
  server?.close();
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true, force: true });
});

// nobody listens on port 1; each of these leads docker-modem astray, or makes it throw
const astray: Record<string, string>[] = [
  {},
  { DOCKER_HOST: "tcp://127.0.0.1:1" },
  { DOCKER_HOST: "tcp://127.0.0.1:1", DOCKER_TLS_VERIFY: "1" },
  { DOCKER_HOST: "tcp://127.0.0.1:1", DOCKER_CERT_PATH: "/nowhere" },
  { DOCKER_HOST: "tcp://127.0.0.1:1", DOCKER_CLIENT_TIMEOUT: "1" },
  { DOCKER_HOST: "tcp://127.0.0.1:1", DOCKER_PATH_PREFIX: "/elsewhere" },
  { DOCKER_HOST: "tcp://127.0.0.1:2376" },
  { DOCKER_HOST: "ssh://nobody@127.0.0.1:1" },
  { DOCKER_HOST: "unix:///nobody/listens.sock" },
  { DOCKER_HOST: "npipe:////./pipe/nobody" },
  { DOCKER_HOST: "tcp://[" },
  { DOCKER_TLS_VERIFY: "1", DOCKER_CERT_PATH: "/nowhere", DOCKER_CONTEXT: "nope" },
];

const answer = { Version: "asked for /version" };

test.each(astray)("a socket is reached, and nothing else, with %j", async (variables) => {
  const path = join(folder, "engine.sock");
  await listen({ path });
  for (const [name, value] of Object.entries(variables)) vi.stubEnv(name, value);
  await expect(dockerodeFor(`unix://${path}`).version()).resolves.toEqual(answer);
  expect(process.env.DOCKER_HOST, "the variable is the user's").toBe(variables.DOCKER_HOST);
});

test.each(astray)("loopback TCP is reached, and nothing else, with %j", async (variables) => {
  const port = await listen({ host: "127.0.0.1", port: 0 });
  for (const [name, value] of Object.entries(variables)) vi.stubEnv(name, value);
  await expect(dockerodeFor(`tcp://127.0.0.1:${port}`).version()).resolves.toEqual(answer);
  await expect(dockerodeFor(`tcp://127.0.0.1:${port}/`).version()).resolves.toEqual(answer);
});

test("an IPv6 address is reached", async ({ skip }) => {
  const port = await listen({ host: "::1", port: 0 }).catch(() => skip("no IPv6 here"));
  await expect(dockerodeFor(`tcp://[::1]:${port}`).version()).resolves.toEqual(answer);
});

test("the port is 2375 where none is given", () => {
  expect(dockerodeFor("tcp://127.0.0.1").modem).toMatchObject({ host: "127.0.0.1", port: 2375 });
  expect(dockerodeFor("tcp://[::1]").modem).toMatchObject({ host: "::1", port: 2375 });
  expect(dockerodeFor("tcp://127.0.0.1:80").modem).toMatchObject({ port: 80 });
});

test("a socket's path is taken as it stands, and a pipe's", () => {
  expect(dockerodeFor("unix:///run/a b%20.sock").modem).toMatchObject({ socketPath: "/run/a b%20.sock" });
  expect(dockerodeFor("npipe:////./pipe/docker_engine").modem).toMatchObject({
    socketPath: "//./pipe/docker_engine",
  });
});

test.each(["ssh://me@there", "/var/run/docker.sock", "", "fd://"])("no client is made for %j", (address) => {
  expect(() => dockerodeFor(address)).toThrow(/engine/);
});
