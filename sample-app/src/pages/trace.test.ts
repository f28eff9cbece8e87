import { afterAll, beforeAll, expect, test } from "vitest";
import { serve } from "../../test/serve.ts";
import { boomRoutes } from "./boom.ts";
import { traceRoutes } from "./trace.ts";

const site = { name: "Shop", server: "app-1", base: "/shop" };
let served: { url: string; close(): void };

beforeAll(async () => {
  served = await serve({ ...traceRoutes(site), ...boomRoutes() }, site);
});
afterAll(() => served.close());

test("a trace tells what arrived and from where, without secrets", async () => {
  const answer = await fetch(`${served.url}/shop/trace?a=1`, {
    headers: {
      cookie: "sid=very-secret; theme=dark",
      authorization: "Bearer very-secret",
      "x-forwarded-for": "203.0.113.9",
      "x-hops": ", edge, web-1",
    },
  });
  const text = await answer.text();
  expect(text).not.toContain("very-secret");
  const trace = JSON.parse(text);
  expect(trace).toMatchObject({
    site: "Shop",
    server: "app-1",
    process: process.pid,
    peer: { address: "127.0.0.1", port: expect.any(Number) },
    local: { address: "127.0.0.1", port: Number(new URL(served.url).port) },
    method: "GET",
    url: "/shop/trace?a=1",
    httpVersion: "1.1",
    headers: { "x-forwarded-for": "203.0.113.9", cookie: "sid=(left out); theme=(left out)" },
  });
  expect(trace.hops.map((hop: { name: string }) => hop.name)).toEqual(["edge", "web-1", "app-1"]);
  expect(trace.hops[2].milliseconds).toBe(trace.millisecondsInApp);
  expect(trace.millisecondsInApp).toBeGreaterThan(0);
});

test("without any proxy the app is the only hop", async () => {
  const trace = (await (await fetch(`${served.url}/shop/trace`)).json()) as { hops: unknown[] };
  expect(trace.hops).toHaveLength(1);
});

test("boom is a bare 500 that tells nothing of this machine", async () => {
  const answer = await fetch(`${served.url}/shop/boom`, { headers: { accept: "text/html" } });
  expect(answer.status).toBe(500);
  expect(answer.headers.get("content-type")).toContain("text/plain");
  const body = await answer.text();
  expect(body).toMatch(/^Unhandled exception[^\n]*\n( {4}at .*\n){3,}/);
  expect(body).not.toContain(process.cwd());
});
