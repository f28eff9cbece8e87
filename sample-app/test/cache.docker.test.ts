import type Docker from "dockerode";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { App } from "../src/app.ts";
import { createContainers, hostPort } from "./containers.ts";
import { type Relay, startRelay } from "./relay.ts";
import { configFor, createUser, password, startApp, startMysql, startRedis, stopApp } from "./site.ts";

const containers = createContainers();
type Server = { app: App; url: string };
let mysql: Docker.Container;
let redis: Docker.Container;
let relay: Relay;
const started: Server[] = [];

beforeAll(async () => {
  [mysql, redis] = await Promise.all([startMysql(containers), startRedis(containers, password)]);
  // a published port changes when its container starts again: the app keeps to the relay's
  relay = await startRelay(await hostPort(redis, 6379));
});

afterAll(async () => {
  for (const server of started) await stopApp(server);
  relay.close();
  await containers.removeAll();
});

/** Two servers on one cache, which both reach. */
async function pair(env: Record<string, string> = {}): Promise<[Server, Server]> {
  const config = await configFor(mysql, {
    CACHE: "redis",
    REDIS_PORT: String(relay.port),
    REDIS_PASSWORD: password,
    REDIS_TIMEOUT_MS: "500",
    ...env,
  });
  const servers = await Promise.all([startApp(config), startApp(config)]);
  started.push(...servers);
  for (const server of servers) {
    await expect.poll(() => look(server, "/feed"), { timeout: 20_000 }).not.toBe("away");
  }
  await command("flushall");
  return servers as [Server, Server];
}

async function command(...words: string[]): Promise<string> {
  const run = await redis.exec({
    Cmd: ["redis-cli", "--no-auth-warning", "-a", password, ...words],
    AttachStdout: true,
    Tty: true,
  });
  let text = "";
  for await (const part of await run.start({ Tty: true })) text += part;
  return text.trim();
}

/** What `x-cache` says of a page that was answered. */
async function look({ url }: Server, path: string): Promise<string | null> {
  const answer = await fetch(url + path);
  await answer.arrayBuffer();
  expect(answer.status).toBe(200);
  return answer.headers.get("x-cache");
}

async function comments({ url }: Server, id: string): Promise<number> {
  return ((await (await fetch(`${url}/posts/${id}`)).json()) as { comments: number }).comments;
}

async function member({ url }: Server) {
  const user = createUser(url);
  expect((await user("POST", "/login", { name: "user0007", password: "stagecraft-demo" })).status).toBe(200);
  return user;
}

/** Reads that the database has answered so far. */
async function selects({ app }: Server): Promise<number> {
  const [row] = await app.database.text<{ Value: string }>("SHOW GLOBAL STATUS LIKE 'Com_select'");
  return Number(row!.Value);
}

test("what one server has read the other one finds, the same to the letter, until it expires", async () => {
  const [one, other] = await pair({ CACHE_TTL_MS: "1500" });
  for (const path of ["/feed", "/posts/seed-000003", "/report"]) {
    expect(await look(one, path)).toBe("miss");
    expect(await look(other, path)).toBe("hit");
  }
  const from = async ({ url }: Server) => (await fetch(`${url}/feed`)).text();
  await command("del", "cache:feed");
  expect(await from(one)).toBe(await from(other));
  await expect.poll(() => look(one, "/posts/seed-000003"), { timeout: 5000, interval: 500 }).toBe("miss");
});

test("a write deletes what it changes before it is answered, on whatever server", async () => {
  const [one, other] = await pair();
  const before = await comments(other, "seed-000004");
  const user = await member(one);
  expect((await user("POST", "/posts/seed-000004/comments", { body: "hello" })).status).toBe(201);
  expect(await comments(other, "seed-000004")).toBe(before + 1);
  await look(other, "/feed");
  expect((await user("POST", "/posts", { id: "cached-0001", body: "new" })).status).toBe(201);
  const feed = (await (await fetch(`${other.url}/feed`)).json()) as {
    posts: { id: string; likes: number }[];
  };
  expect(feed.posts[0]).toMatchObject({ id: "cached-0001", likes: 0 });
  expect((await user("POST", "/posts/cached-0001/likes")).status).toBe(200);
  const liked = (await (await fetch(`${other.url}/posts/cached-0001`)).json()) as { likes: number };
  expect(liked.likes).toBe(1);
});

test("a post that is not there is not remembered as missing", async () => {
  const [one, other] = await pair();
  expect((await fetch(`${one.url}/posts/not-yet-there`)).status).toBe(404);
  const user = await member(one);
  expect((await user("POST", "/posts", { id: "not-yet-there", body: "now" })).status).toBe(201);
  expect((await fetch(`${other.url}/posts/not-yet-there`)).status).toBe(200);
});

test("without deleting, and without expiry, the old page stays", async () => {
  const [one, other] = await pair({ CACHE_INVALIDATE: "false", CACHE_TTL_MS: "0" });
  const before = await comments(other, "seed-000005");
  const user = await member(one);
  expect((await user("POST", "/posts/seed-000005/comments", { body: "hello" })).status).toBe(201);
  expect(await comments(other, "seed-000005")).toBe(before);
  expect(await command("ttl", "cache:post:seed-000005")).toMatch(/-1$/);
});

test.each([
  ["true", 1, 2],
  ["false", 10, 20],
])("single flight %s: of twenty who miss at once %d to %d ask the database", async (flight, least, most) => {
  const servers = await pair({ CACHE_SINGLE_FLIGHT: flight });
  const before = await selects(servers[0]);
  await Promise.all(Array.from({ length: 20 }, (_, n) => look(servers[n % 2]!, "/report")));
  const asked = (await selects(servers[0])) - before;
  expect(asked).toBeGreaterThanOrEqual(least);
  expect(asked).toBeLessThanOrEqual(most);
});

test.each(["silent", "dead"])(
  "a cache that is %s costs one wait, pages go on, and it is used again",
  async (how) => {
    const [one] = await pair();
    const user = await member(one);
    await look(one, "/feed");
    await (how === "silent" ? redis.pause() : redis.kill());
    expect(await look(one, "/feed")).toBe("away");
    const began = performance.now();
    for (let n = 0; n < 10; n++) expect(await look(one, "/feed")).toBe("away");
    expect((await user("POST", "/posts/seed-000006/comments", { body: how })).status).toBe(201);
    expect(performance.now() - began).toBeLessThan(1000);
    if (how === "silent") {
      await redis.unpause();
    } else {
      await redis.start();
      relay.target = await hostPort(redis, 6379);
    }
    await expect.poll(() => look(one, "/feed"), { timeout: 20_000 }).toBe("hit");
  },
);
