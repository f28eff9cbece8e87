import { expect, test } from "vitest";
import { serve } from "../../test/serve.ts";
import { type Search, SearchUnavailable } from "../search/find.ts";
import { searchRoutes } from "./search.ts";

const site = { name: "Commons", server: "app-7", base: "" };
const finding = (id: string): Search => ({
  find: async (words) => [{ id, author: "ann", body: `<b>${words}</b>`, at: "2026-01-01 00:00:00" }],
});
const ask = async (searches: Map<string, Search>, path: string, accept = "application/json") => {
  const { url, close } = await serve(searchRoutes(searches, site));
  const answer = await fetch(url + path, { headers: { accept } });
  const text = await answer.text();
  close();
  return { status: answer.status, text };
};

test("the first way answers, or the one that is named; another one is refused", async () => {
  const searches = new Map([
    ["opensearch", finding("post-1")],
    ["like", finding("post-2")],
  ]);
  expect(JSON.parse((await ask(searches, "/search?q=garden")).text)).toMatchObject({
    by: "opensearch",
    posts: [{ id: "post-1" }],
  });
  expect((await ask(searches, "/search?q=garden&by=like")).text).toContain("post-2");
  const refused = await ask(searches, "/search?q=garden&by=magic");
  expect(refused.status).toBe(400);
  expect(refused.text).toContain("by: opensearch, like");
  expect(JSON.parse((await ask(searches, "/search")).text)).toMatchObject({ posts: [] });
  const page = await ask(searches, "/search?q=garden", "text/html");
  expect(page.text).toContain("&lt;b&gt;garden");
});

test("a search that is not available is a 503 with the reason", async () => {
  const search: Search = {
    find: () => Promise.reject(new SearchUnavailable("index missing: run `rebuild`")),
  };
  const { status, text } = await ask(new Map([["opensearch", search]]), "/search?q=garden");
  expect(status).toBe(503);
  expect(JSON.parse(text)).toMatchObject({
    error: "search-unavailable",
    message: "search is not available: index missing: run `rebuild`",
  });
});

test("without a way to search there is no such page", async () => {
  expect((await ask(new Map(), "/search?q=garden")).status).toBe(404);
});
