import type Docker from "dockerode";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { App } from "../src/app.ts";
import { createContainers } from "./containers.ts";
import { configFor, createUser, startApp, startMysql, stopApp } from "./site.ts";

const containers = createContainers();
let mysql: Docker.Container;
let servers: { app: App; url: string }[] = [];
let url = "";

beforeAll(async () => {
  mysql = await startMysql(containers);
  const config = await configFor(mysql);
  // together, as on a real start: both want to create the tables
  servers = await Promise.all([
    startApp(config),
    startApp({ ...config, site: { ...config.site, server: "other" } }),
  ]);
  url = servers[0]!.url;
});

afterAll(async () => {
  for (const server of servers) await stopApp(server);
  await containers.removeAll();
});

test("two servers that start together seed the database once", async () => {
  for (const { app } of servers) expect(app.life.prepared).toBe(true);
  const counts = await servers[0]!.app.database.text<Record<string, number>>(
    `SELECT (SELECT COUNT(*) FROM users) AS users, (SELECT COUNT(*) FROM posts) AS posts,
            (SELECT COUNT(*) FROM comments) AS comments, (SELECT COUNT(*) FROM likes) AS likes`,
  );
  expect(counts[0]).toEqual({ users: 50, posts: 200, comments: 600, likes: 600 });
  expect((await fetch(`${url}/readyz`)).status).toBe(200);
});

describe("accounts", () => {
  test("a seed user logs in and out; the session is this server's alone", async () => {
    const user = createUser(url);
    expect((await user("POST", "/login", { name: "user0007", password: "stagecraft-demo" })).status).toBe(
      200,
    );
    expect(await user("GET", "/me")).toEqual({ status: 200, body: { user: "user0007" } });
    const elsewhere = createUser(servers[1]!.url);
    expect((await elsewhere("GET", "/me")).body.error).toBe("not-logged-in");
    expect((await user("POST", "/logout")).status).toBe(200);
    expect((await user("GET", "/me")).status).toBe(401);
  });

  test("a session id that another server gave is an unknown session here", async () => {
    const login = await fetch(`${url}/login`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ name: "user0001", password: "stagecraft-demo" }),
    });
    const cookie = login.headers.get("set-cookie")!.split(";")[0]!;
    const me = await fetch(`${servers[1]!.url}/me`, { headers: { cookie } });
    expect(me.status).toBe(401);
    expect(await me.json()).toMatchObject({ error: "unknown-session", server: "other" });
  });

  test("a newcomer signs up, a name is given once, wrong credentials are refused", async () => {
    const user = createUser(url);
    const account = { name: "Newcomer", password: "long enough" };
    expect(await user("POST", "/signup", account)).toMatchObject({ status: 201, body: { user: "newcomer" } });
    expect((await user("GET", "/me")).status).toBe(200);
    const other = createUser(url);
    expect((await other("POST", "/signup", account)).body.error).toBe("name-taken");
    expect((await other("POST", "/login", { ...account, password: "wrong one" })).status).toBe(401);
    expect((await other("POST", "/login", { ...account, name: "no_one" })).body.error).toBe(
      "wrong-credentials",
    );
    expect((await other("POST", "/login", { name: "x' OR '1'='1", password: "12345678" })).body.error).toBe(
      "bad-name",
    );
  });
});

describe("posts", () => {
  const user = () => createUser(url);
  const loggedIn = async (name = "user0001") => {
    const one = user();
    await one("POST", "/login", { name, password: "stagecraft-demo" });
    return one;
  };

  test("writing needs a log-in", async () => {
    expect((await user()("POST", "/posts", { id: "nobody-0001", body: "hi" })).status).toBe(401);
  });

  test("a write is acknowledged, found again by its id, and repeating it makes no second one", async () => {
    const ann = await loggedIn();
    const post = { id: "write-one-1", body: "hello <b>world</b> 안녕 🌍 @user0002" };
    expect(await ann("POST", "/posts", post)).toEqual({
      status: 201,
      body: { id: post.id, duplicate: false },
    });
    expect(await ann("POST", "/posts", post)).toEqual({
      status: 200,
      body: { id: post.id, duplicate: true },
    });
    expect((await ann("POST", "/posts", { ...post, body: "other" })).body.error).toBe("id-taken");
    expect((await (await loggedIn("user0002"))("POST", "/posts", post)).status).toBe(409);
    expect((await ann("GET", `/posts/${post.id}`)).body).toMatchObject({
      author: "user0001",
      body: post.body,
    });
    const feed = (await ann("GET", "/feed")).body as { posts: unknown[] };
    expect(feed.posts).toHaveLength(20);
    expect(feed.posts[0]).toMatchObject({ id: post.id, comments: 0, likes: 0 });
    const html = await (await fetch(`${url}/feed`, { headers: { accept: "text/html" } })).text();
    expect(html).toContain("hello &lt;b&gt;world&lt;/b&gt;");
  });

  test.each([
    [{ body: "no id" }, "bad-id"],
    [{ id: "short", body: "x" }, "bad-id"],
    [{ id: "has space 1", body: "x" }, "bad-id"],
    [{ id: "empty-body-1", body: "  " }, "bad-body"],
    [{ id: "long-body-1", body: "x".repeat(2001) }, "bad-body"],
    [{ id: "control-body", body: "a\u0000b" }, "bad-body"],
  ])("%j is refused as %s", async (post, error) => {
    expect(await (await loggedIn())("POST", "/posts", post)).toMatchObject({ status: 400, body: { error } });
  });

  test("comments and likes count, a like once", async () => {
    const ann = await loggedIn();
    expect((await ann("POST", "/posts", { id: "talk-0001", body: "talk to me" })).status).toBe(201);
    expect((await ann("POST", "/posts/talk-0001/comments", { body: "well" })).status).toBe(201);
    for (const _ of [1, 2]) expect((await ann("POST", "/posts/talk-0001/likes")).status).toBe(200);
    expect((await ann("GET", "/posts/talk-0001")).body).toMatchObject({
      comments: 1,
      likes: 1,
      talk: [{ author: "user0001", body: "well" }],
    });
    expect((await ann("POST", "/posts/not-there/comments", { body: "x" })).status).toBe(404);
    expect((await ann("POST", "/posts/not-there/likes")).status).toBe(404);
    expect((await ann("GET", "/posts/not-there")).status).toBe(404);
  });

  test("a checker finds its writes: by id, and page by page under its prefix", async () => {
    const ann = await loggedIn();
    const ids = Array.from({ length: 7 }, (_, n) => `run_1-${n}-write`);
    for (const id of ids) await ann("POST", "/posts", { id, body: "x" });
    await ann("POST", "/posts", { id: "runX1-9-write", body: "the prefix's _ is no wildcard" });
    const asked = (await ann("GET", `/posts?ids=${ids[0]},run_1-not-there,${ids[6]}`)).body.ids as string[];
    expect(asked.sort()).toEqual([ids[0], ids[6]]);
    const found: string[] = [];
    let after: number | null = 0;
    while (after !== null) {
      const page = (await ann("GET", `/posts?prefix=run_1-&limit=3&after=${after}`)).body;
      found.push(...(page.ids as string[]));
      after = page.next as number | null;
    }
    expect(found).toEqual(ids);
    expect((await ann("GET", "/posts?limit=0")).status).toBe(400);
    expect((await ann("GET", `/posts?prefix=${encodeURIComponent("%' OR 1=1")}`)).status).toBe(400);
  });
});

test("the report names pairs, busiest first", async () => {
  const { pairs } = (await (await fetch(`${url}/report`)).json()) as { pairs: { posts: number }[] };
  expect(pairs).toHaveLength(20);
  const posts = pairs.map((pair) => pair.posts);
  expect(posts).toEqual([...posts].sort((a, b) => b - a));
  expect(await (await fetch(`${url}/report`, { headers: { accept: "text/html" } })).text()).toContain(
    "<table>",
  );
});
