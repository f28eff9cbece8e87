import { once } from "node:events";
import { request } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Overloaded } from "../limiter.ts";
import { DatabaseUnavailable } from "../store/database.ts";
import { json } from "./reply.ts";
import { createRouter } from "./routes.ts";
import { createHttpServer } from "./server.ts";
import { bodyLimit } from "./visit.ts";

const logged: string[] = [];
let draining = false;
const fail = (thrown: unknown) => () => {
  throw thrown;
};
const server = createHttpServer(
  createRouter({
    "GET /": () => json(200, { ok: true }),
    "POST /echo": async (visit) => json(200, await visit.fields()),
    "GET /things/:id": (visit) => json(200, visit.params),
    "GET /files/*": (visit) => json(200, visit.params),
    "GET /down": fail(new DatabaseUnavailable("ECONNREFUSED")),
    "GET /busy": fail(new Overloaded("full")),
    "GET /broken": fail(new Error("secret detail")),
  }),
  { serverName: "app-7", draining: () => draining, log: (line) => logged.push(line) },
);
let url = "";

beforeAll(async () => {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

test.each([
  ["GET", "/", 200, undefined],
  ["HEAD", "/", 200, undefined],
  ["GET", "/?a=1", 200, undefined],
  ["GET", "/nowhere", 404, "not-found"],
  ["DELETE", "/", 405, "method-not-allowed"],
  ["GET", "/down", 503, "database-unavailable"],
  ["GET", "/busy", 503, "overloaded"],
  ["GET", "/broken", 500, "internal"],
])("%s %s is answered with %d, and says who answered", async (method, path, status, error) => {
  const answer = await fetch(url + path, { method });
  expect(answer.status).toBe(status);
  expect(answer.headers.get("x-served-by")).toBe("app-7");
  if (error) expect(await answer.json()).toMatchObject({ error, server: "app-7" });
});

test("a fault of ours is logged, and its details stay here", async () => {
  const text = await (await fetch(`${url}/broken`)).text();
  expect(text).not.toContain("secret detail");
  expect(logged.join("\n")).toContain("secret detail");
});

test("routes hand over their parameters", async () => {
  expect(await (await fetch(`${url}/things/a%20b`)).json()).toEqual({ id: "a%20b" });
  expect(await (await fetch(`${url}/files/a/b.css`)).json()).toEqual({ rest: "a/b.css" });
  expect((await fetch(`${url}/things/a/b`)).status).toBe(404);
});

test("a body up to the limit is read, a longer one refused whether it says so or not", async () => {
  const json = (text: string) => ({
    method: "POST",
    headers: { "content-type": "application/json" },
    body: text,
  });
  const fits = JSON.stringify({ a: "x".repeat(bodyLimit - 8) });
  expect(fits).toHaveLength(bodyLimit);
  expect((await fetch(`${url}/echo`, json(fits))).status).toBe(200);
  expect((await fetch(`${url}/echo`, json(`${fits} `))).status).toBe(413);
  const status = await new Promise<number | undefined>((resolve, reject) => {
    const headers = { "content-type": "application/json", "transfer-encoding": "chunked" };
    const chunked = request(`${url}/echo`, { method: "POST", headers }, (answer) => {
      answer.resume();
      resolve(answer.statusCode);
    });
    chunked.on("error", reject);
    chunked.write(" ".repeat(bodyLimit + 1));
    // left open on purpose: the answer must not wait for the end of it
  });
  expect(status).toBe(413);
});

test("while draining, answers close their connection", async () => {
  draining = true;
  expect((await fetch(url)).headers.get("connection")).toBe("close");
  draining = false;
});
