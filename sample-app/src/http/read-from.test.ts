import { afterAll, beforeAll, expect, test } from "vitest";
import { serveHandler } from "../../test/serve.ts";
import { readingNow } from "../store/servers/reading.ts";
import { tellingReads } from "./read-from.ts";
import { json, Refusal } from "./reply.ts";
import { createRouter } from "./routes.ts";

const clock = 1_000_000;
const routes = createRouter({
  "GET /feed": () => {
    readingNow()!.from.add(readingNow()!.fromPrimary ? "db-1" : "db-2");
    return json(200, {});
  },
  "GET /static": () => json(200, {}),
  "GET /cached": () => {
    readingNow()!.cache.add("hit").add("miss");
    return json(200, {});
  },
  "GET /missing": () => {
    readingNow()!.from.add("db-2");
    throw new Refusal(404, "no-such-post", "there is no such post");
  },
  "POST /signup": () => {
    readingNow()!.wrote = true;
    return json(201, {}, { "set-cookie": "sid=abc" });
  },
});
let split: { url: string; close(): void };
let plain: { url: string; close(): void };

beforeAll(async () => {
  split = await serveHandler(tellingReads(routes, { ownWritesMs: 1500, path: "/shop" }, () => clock));
  plain = await serveHandler(tellingReads(routes, { ownWritesMs: 0, path: "/" }, () => clock));
});
afterAll(() => {
  split.close();
  plain.close();
});

const readFrom = async (path: string, cookie = "") =>
  (await fetch(split.url + path, { headers: { cookie } })).headers.get("x-read-from");

test("answers say what the cache did for them, and nothing where it was not asked", async () => {
  const cacheOf = async (path: string) => (await fetch(plain.url + path)).headers.get("x-cache");
  expect(await cacheOf("/cached")).toBe("hit, miss");
  expect(await cacheOf("/static")).toBeNull();
});

test("answers say whose rows they show, refusals too, and pages without rows say nothing", async () => {
  expect(await readFrom("/feed")).toBe("db-2");
  expect(await readFrom("/missing")).toBe("db-2");
  expect(await readFrom("/static")).toBeNull();
});

test("whoever wrote gets a cookie beside the others, and reads from the primary until then", async () => {
  const answer = await fetch(`${split.url}/signup`, { method: "POST" });
  expect(answer.headers.getSetCookie()).toEqual([
    "sid=abc",
    `wrote=${clock + 1500}; Path=/shop; HttpOnly; SameSite=Lax; Max-Age=2`,
  ]);
  expect(await readFrom("/feed", `wrote=${clock + 1500}`)).toBe("db-1");
  expect(await readFrom("/feed", `wrote=${clock}`)).toBe("db-2");
});

test.each([`wrote=${clock + 1501}`, "wrote=soon", "wrote="])("%s is not from us", async (cookie) => {
  expect(await readFrom("/feed", cookie)).toBe("db-2");
});

test("without the remedy nobody gets a cookie", async () => {
  const answer = await fetch(`${plain.url}/signup`, { method: "POST" });
  expect(answer.headers.getSetCookie()).toEqual(["sid=abc"]);
});
