import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { createRouter } from "../http/routes.ts";
import type { Visit } from "../http/visit.ts";
import { staticRoutes } from "./static.ts";

const route = createRouter(await staticRoutes(fileURLToPath(new URL("../../static", import.meta.url))));

function visit(path: string, ifNoneMatch?: string): Visit {
  return {
    method: "GET",
    path,
    query: new URLSearchParams(),
    params: {},
    sessionId: undefined,
    wantsHtml: false,
    ifNoneMatch,
    fields: async () => ({}),
    bytes: async () => Buffer.alloc(0),
  };
}

test.each(["/", "/login", "/signup", "/static/style.css", "/static/index.html"])(
  "%s is there",
  async (path) => {
    const reply = await route(visit(path));
    expect(reply.status).toBe(200);
    expect(reply.body!.length).toBeGreaterThan(100);
  },
);

test.each(["/static/nothing.css", "/static/../package.json", "/static/../src/main.ts", "/static/"])(
  "%s is not",
  (path) => {
    expect(() => route(visit(path))).toThrow(expect.objectContaining({ status: 404 }));
  },
);

test("a copy that is still good is not sent again", async () => {
  const etag = (await route(visit("/"))).headers!.etag!;
  const reply = await route(visit("/", etag));
  expect(reply.status).toBe(304);
  expect(reply.body).toBeUndefined();
});
