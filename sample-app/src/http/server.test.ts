import { once } from "node:events";
import { request } from "node:http";
import type { AddressInfo } from "node:net";
import { Readable } from "node:stream";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Overloaded } from "../limiter.ts";
import { SessionsUnavailable } from "../security/sessions.ts";
import { DatabaseUnavailable } from "../store/database.ts";
import { json, Refusal } from "./reply.ts";
import { createRouter } from "./routes.ts";
import { createHttpServer } from "./server.ts";
import { bodyLimit } from "./visit.ts";

const logged: string[] = [];
let draining = false;
const fail = (thrown: unknown) => () => {
  throw thrown;
};
const opened: Readable[] = [];
const stream = () => {
  opened.push(Readable.from([Buffer.from("abc"), Buffer.from("def")]));
  return opened.at(-1)!;
};
const cut = () =>
  new Readable({
    read() {
      this.push("abc");
      this.destroy(new Error("the disk broke"));
    },
  });
const server = createHttpServer(
  createRouter({
    "GET /": () => json(200, { ok: true }),
    "POST /echo": async (visit) => json(200, await visit.fields()),
    "GET /things/:id": (visit) => json(200, visit.params),
    "GET /files/*": (visit) => json(200, visit.params),
    "GET /down": fail(new DatabaseUnavailable("ECONNREFUSED")),
    "GET /unknown": fail(new SessionsUnavailable("not connected")),
    "GET /busy": fail(new Overloaded("full")),
    "GET /streamed": () => ({ status: 200, body: { bytes: 6, stream: stream() } }),
    "GET /cut": () => ({ status: 200, body: { bytes: 100, stream: cut() } }),
    "GET /taken": () => ({ take: (_, response) => void response.end("by hand") }),
    "GET /not-taken": () => ({
      take: (_request, _response, refuse) => refuse(new Refusal(404, "gone", "x")),
    }),
    "GET /broken": fail(new Error("secret detail")),
  }),
  {
    site: { name: "Commons", server: "app-7", base: "" },
    draining: () => draining,
    log: (line) => logged.push(line),
  },
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
  ["GET", "/unknown", 503, "sessions-unavailable"],
  ["GET", "/busy", 503, "overloaded"],
  ["GET", "/broken", 500, "internal"],
])("%s %s is answered with %d, and says who answered", async (method, path, status, error) => {
  const answer = await fetch(url + path, { method });
  expect(answer.status).toBe(status);
  expect(answer.headers.get("x-served-by")).toBe("app-7");
  expect(answer.headers.get("x-process")).toBe(String(process.pid));
  expect(answer.headers.get("retry-after")).toBe(status === 503 ? "1" : null);
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

test("a streamed body says its length, and is let go when nobody wants it", async () => {
  const answer = await fetch(`${url}/streamed`);
  expect(answer.headers.get("content-length")).toBe("6");
  expect(await answer.text()).toBe("abcdef");
  expect((await fetch(`${url}/streamed`, { method: "HEAD" })).headers.get("content-length")).toBe("6");
  expect(opened).toHaveLength(2);
  await expect.poll(() => opened.map((one) => one.destroyed)).toEqual([true, true]);
});

test("a body that breaks off looks cut short, not ended", async () => {
  await expect(fetch(`${url}/cut`).then((answer) => answer.text())).rejects.toThrow();
});

test("who writes an answer himself carries our headers, too, and may refuse in the end", async () => {
  const taken = await fetch(`${url}/taken`);
  expect(await taken.text()).toBe("by hand");
  expect(taken.headers.get("x-served-by")).toBe("app-7");
  const refused = await fetch(`${url}/not-taken`);
  expect(refused.status).toBe(404);
  expect(await refused.json()).toMatchObject({ error: "gone" });
});
