import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { expect, test } from "vitest";
import type { App } from "./app.ts";
import { json } from "./http/reply.ts";
import { createRouter } from "./http/routes.ts";
import { createHttpServer } from "./http/server.ts";
import { createStop, listen, prepare } from "./lifecycle.ts";
import { healthRoutes } from "./pages/health.ts";
import { createMemorySessions } from "./security/sessions.ts";
import type { Cache } from "./store/cache/cache.ts";
import type { Database } from "./store/database.ts";

const silent = () => {};
const site = { name: "Commons", server: "a", base: "" };

/** An app with health routes and one slow page that ends when told, on a database that only opens and closes. */
async function startApp() {
  const life = { prepared: true, draining: false };
  const closed: string[] = [];
  const database = { close: async () => void closed.push("database") } as unknown as Database;
  const sessions = createMemorySessions({ max: 10, ttlMs: 1000 });
  sessions.close = async () => void closed.push("sessions");
  const cache = { close: () => void closed.push("cache") } as unknown as Cache;
  let finishSlow = silent;
  let slowStarted = silent;
  const started = new Promise<void>((resolve) => {
    slowStarted = resolve;
  });
  const slow = new Promise<void>((resolve) => {
    finishSlow = resolve;
  });
  const route = createRouter({
    ...healthRoutes(life, database, sessions),
    "GET /slow": async () => {
      slowStarted();
      await slow;
      return json(200, { done: true });
    },
  });
  const server = createHttpServer(route, { site, draining: () => life.draining, log: silent });
  const app: App = { server, database, sessions, cache, events: { close: async () => {} }, life };
  await listen(app, 0, "127.0.0.1");
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { app, url, closed, started, finishSlow };
}

test("health says 503 while draining, and pages are still served", async () => {
  const { app, url } = await startApp();
  expect((await fetch(`${url}/healthz`)).status).toBe(200);
  const stop = createStop(app, { drainMs: 300, stopTimeoutMs: 1000 }, silent);
  const stopped = stop();
  expect((await fetch(`${url}/healthz`)).status).toBe(503);
  expect((await fetch(`${url}/readyz`)).status).toBe(503);
  expect(app.server.listening).toBe(true);
  await stopped;
  await expect(fetch(url)).rejects.toThrow();
});

test("a request in flight is finished, the stores closed last, and a second stop waits for the first", async () => {
  const { app, url, closed, started, finishSlow } = await startApp();
  const answer = fetch(`${url}/slow`);
  await started;
  const stop = createStop(app, { drainMs: 0, stopTimeoutMs: 60_000 }, silent);
  const first = stop();
  expect(stop()).toBe(first);
  await expect.poll(() => app.server.listening).toBe(false);
  expect(closed).toEqual([]);
  finishSlow();
  expect((await answer).status).toBe(200);
  await first;
  expect(closed).toEqual(["cache", "sessions", "database"]);
});

test("what takes longer than the bound is cut", async () => {
  const { app, url, started } = await startApp();
  const answer = fetch(`${url}/slow`).catch(() => "cut");
  await started;
  await createStop(app, { drainMs: 0, stopTimeoutMs: 20 }, silent)();
  expect(await answer).toBe("cut");
});

test("preparing stops when told to, however long the database stays away", async () => {
  const { app } = await startApp();
  app.life.prepared = false;
  app.database.on = () => Promise.reject(new Error("away"));
  const abort = new AbortController();
  const lines: string[] = [];
  const preparing = prepare(
    app,
    { seed: {}, scryptCost: 2 } as unknown as Parameters<typeof prepare>[1],
    (line) => lines.push(line),
    abort.signal,
  );
  await expect.poll(() => lines.length).toBe(1);
  abort.abort();
  await preparing;
  expect(app.life.prepared).toBe(false);
  app.server.close();
  await once(app.server, "close");
});
