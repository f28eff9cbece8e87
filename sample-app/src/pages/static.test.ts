import { cp, mkdtemp, rm } from "node:fs/promises";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { serve } from "../../test/serve.ts";
import { staticRoutes } from "./static.ts";

const source = fileURLToPath(new URL("../../static", import.meta.url));
const methods = ["memory", "stream", "framework"] as const;
let folder = "";
const servers = new Map<string, { url: string; close(): void }>();

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "commons-static-test-"));
  await cp(source, folder, { recursive: true });
  for (const method of methods) servers.set(method, await serve(await staticRoutes(folder, method)));
});
afterAll(async () => {
  for (const server of servers.values()) server.close();
  await rm(folder, { recursive: true });
});

/** Asks for exactly this path: fetch would tidy it up first. */
function statusOf(url: string, path: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    request(url, { path, agent: false }, (answer) => {
      answer.resume();
      resolve(answer.statusCode);
    })
      .on("error", reject)
      .end();
  });
}

describe.each(methods)("by %s", (method) => {
  const ask = (path: string, init?: RequestInit) => fetch(servers.get(method)!.url + path, init);

  test.each(["/", "/login", "/signup", "/static/style.css", "/static/index.html"])(
    "%s is there",
    async (path) => {
      const answer = await ask(path);
      expect(answer.status).toBe(200);
      const body = await answer.text();
      expect(body.length).toBeGreaterThan(100);
      expect(answer.headers.get("content-length")).toBe(String(Buffer.byteLength(body)));
    },
  );

  test.each([
    "/static/nothing.css",
    "/static/../package.json",
    "/static/%2e%2e/package.json",
    "/static/style%2ecss",
    "/static/",
  ])("%s is not", async (path) => {
    expect(await statusOf(servers.get(method)!.url, path)).toBe(404);
    expect((await ask("/static/nothing.css")).headers.get("content-type")).toContain("application/json");
  });

  test("HEAD has the headers alone", async () => {
    const answer = await ask("/", { method: "HEAD" });
    expect(Number(answer.headers.get("content-length"))).toBeGreaterThan(100);
    expect(await answer.text()).toBe("");
  });

  test("a copy that is still good is not sent again", async () => {
    const etag = (await ask("/")).headers.get("etag")!;
    const answer = await ask("/", { headers: { "if-none-match": etag } });
    expect(answer.status).toBe(304);
    expect(answer.headers.get("etag")).toBe(etag);
    expect(await answer.text()).toBe("");
    expect((await ask("/", { headers: { "if-none-match": '"other"' } })).status).toBe(200);
  });
});

test.each(["/", "/static/style.css", "/static/nothing.css"])(
  "%s has the same headers and body by every method",
  async (path) => {
    const answers = await Promise.all(
      methods.map(async (method) => {
        const answer = await fetch(servers.get(method)!.url + path);
        const { date: _, ...headers } = Object.fromEntries(answer.headers);
        return { status: answer.status, headers, body: await answer.text() };
      }),
    );
    expect(answers[1]).toEqual(answers[0]);
    expect(answers[2]).toEqual(answers[0]);
  },
);

test("what goes away after the start is missed by the methods that look each time", async () => {
  await rm(join(folder, "signup.html"));
  const statuses = await Promise.all(
    methods.map(async (method) => (await fetch(`${servers.get(method)!.url}/signup`)).status),
  );
  expect(statuses).toEqual([200, 404, 404]);
});
