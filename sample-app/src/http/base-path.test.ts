import { afterAll, beforeAll, expect, test } from "vitest";
import { serve } from "../../test/serve.ts";
import { json } from "./reply.ts";

let served: { url: string; close(): void };

beforeAll(async () => {
  const routes = {
    "GET /": () => json(200, { page: "first" }),
    "GET /posts/:id": (visit: { params: Record<string, string> }) => json(200, visit.params),
    "GET /healthz": () => json(200, { status: "up" }),
  };
  served = await serve(routes, { name: "Shop", server: "app-1", base: "/shop" });
});
afterAll(() => served.close());

test.each([
  ["/shop/", 200, { page: "first" }],
  ["/shop/posts/x?y=1", 200, { id: "x" }],
  ["/healthz", 200, { status: "up" }],
  ["/shop/healthz", 200, { status: "up" }],
  ["/", 404, { error: "not-found" }],
  ["/shopping/", 404, { error: "not-found" }],
  ["/posts/x", 404, { error: "not-found" }],
])("%s is answered with %d", async (path, status, body) => {
  const answer = await fetch(served.url + path);
  expect(answer.status).toBe(status);
  expect(await answer.json()).toMatchObject(body);
});

test("the base without its slash leads to the first page", async () => {
  const answer = await fetch(`${served.url}/shop`, { redirect: "manual" });
  expect(answer.status).toBe(308);
  expect(answer.headers.get("location")).toBe("/shop/");
});
