import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createRouter } from "../http/routes.ts";
import { createHttpServer } from "../http/server.ts";
import { createMemorySessions } from "../security/sessions.ts";
import { NoSpace, type Uploads } from "../store/uploads.ts";
import { uploadRoutes } from "./uploads.ts";

const most = 200 * 1024;
const kept = new Map<string, Buffer>();
let full = false;
const uploads: Uploads = {
  async put(name, bytes) {
    if (full) throw new NoSpace();
    const known = kept.has(name);
    kept.set(name, bytes);
    return known ? "replaced" : "added";
  },
  get: async (name) => kept.get(name),
  has: async (name) => kept.has(name),
};
const sessions = createMemorySessions({ max: 10, ttlMs: 60_000 });
const server = createHttpServer(createRouter(uploadRoutes(uploads, most, sessions)), {
  site: { name: "Commons", server: "app-7", base: "" },
  draining: () => false,
  log: () => {},
});
let url = "";
let cookie = "";

beforeAll(async () => {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  cookie = `sid=${await sessions.create({ userId: 1, userName: "user0001" })}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const put = async (name: string, body: Buffer, headers: Record<string, string> = { cookie }) => {
  const answer = await fetch(`${url}/uploads/${name}`, {
    method: "PUT",
    body: new Uint8Array(body),
    headers,
  });
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
};

test("an image is put, replaced, and served with its content type", async () => {
  const image = Buffer.alloc(most, 7);
  expect(await put("cat.png", image)).toEqual({
    status: 201,
    body: { name: "cat.png", bytes: most, replaced: false },
  });
  expect(await put("cat.png", Buffer.from("smaller"))).toMatchObject({
    status: 200,
    body: { replaced: true },
  });
  const answer = await fetch(`${url}/uploads/cat.png`);
  expect(answer.status).toBe(200);
  expect(answer.headers.get("content-type")).toBe("image/png");
  expect(answer.headers.get("x-content-type-options")).toBe("nosniff");
  expect(await answer.text()).toBe("smaller");
  expect((await fetch(`${url}/uploads/cat.png`, { method: "HEAD" })).headers.get("content-length")).toBe("7");
});

test.each([
  ["%2e%2e%2fapp.png", 400, "bad-name"],
  ["..%2f..%2fetc%2fpasswd", 400, "bad-name"],
  [".hidden.png", 400, "bad-name"],
  ["no-ending", 400, "bad-name"],
  ["page.html", 400, "bad-name"],
  ["drawing.svg", 400, "bad-name"],
  ["a.png%00.txt", 400, "bad-name"],
  [`${"x".repeat(65)}.png`, 400, "bad-name"],
  ["a/b.png", 404, "not-found"],
  ["nothing.jpeg", 404, "no-such-upload"],
])("GET and PUT take care of the name %s", async (name, status, error) => {
  const answer = await fetch(`${url}/uploads/${name}`);
  expect(answer.status).toBe(status);
  expect(await answer.json()).toMatchObject({ error });
  if (error !== "no-such-upload") expect(await put(name, Buffer.from("x"))).toMatchObject({ status });
  expect([...kept.keys()]).toEqual(["cat.png"]);
});

test("writing needs a log-in, bytes, and not too many of them", async () => {
  const one = Buffer.from("x");
  expect(await put("dog.png", one, {})).toMatchObject({ status: 401, body: { error: "not-logged-in" } });
  expect(await put("dog.png", one, { cookie: "sid=other" })).toMatchObject({
    status: 401,
    body: { error: "unknown-session" },
  });
  expect((await put("dog.png", Buffer.alloc(0))).body.error).toBe("empty-body");
  expect((await put("dog.png", Buffer.alloc(most + 1))).status).toBe(413);
  expect(kept.has("dog.png")).toBe(false);
});

test("a full disk is an answer of its own, and says who gave it", async () => {
  full = true;
  expect(await put("dog.png", Buffer.from("x"))).toMatchObject({
    status: 507,
    body: { error: "disk-full", server: "app-7" },
  });
  full = false;
});
