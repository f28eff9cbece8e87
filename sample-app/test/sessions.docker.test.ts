import type Docker from "dockerode";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import type { App } from "../src/app.ts";
import { createContainers, hostPort } from "./containers.ts";
import { type Relay, startRelay } from "./relay.ts";
import { configFor, createUser, password, startApp, startMysql, startRedis, stopApp } from "./site.ts";

const containers = createContainers();
let mysql: Docker.Container;
let redis: Docker.Container;
let relay: Relay;
const servers = new Map<string, { app: App; url: string }[]>();
const lifetimeS = 2;

beforeAll(async () => {
  [mysql, redis] = await Promise.all([startMysql(containers), startRedis(containers, password)]);
  // a published port changes when its container starts again: the app keeps to the relay's
  relay = await startRelay(await hostPort(redis, 6379));
  for (const store of ["redis", "mysql"]) {
    const config = await configFor(mysql, {
      SESSION_STORE: store,
      SESSION_TTL_S: String(lifetimeS),
      REDIS_PORT: String(relay.port),
      REDIS_PASSWORD: password,
      REDIS_TIMEOUT_MS: "500",
    });
    servers.set(store, await Promise.all([startApp(config), startApp(config)]));
  }
  for (const server of servers.get("redis")!) {
    await vi.waitFor(async () => expect(await statusOf(server, "/readyz")).toBe(200), 30_000);
  }
});

afterAll(async () => {
  for (const server of [...servers.values()].flat()) await stopApp(server);
  relay.close();
  await containers.removeAll();
});

const statusOf = async ({ url }: { url: string }, path: string, headers: Record<string, string> = {}) =>
  (await fetch(url + path, { headers })).status;

const account = { name: "user0007", password: "stagecraft-demo" };

async function cookieFrom({ url }: { url: string }): Promise<string> {
  const login = await fetch(`${url}/login`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(account),
  });
  expect(login.status).toBe(200);
  return login.headers.get("set-cookie")!.split(";")[0]!;
}

describe.each(["redis", "mysql"])("sessions in %s", (store) => {
  test("every server knows them, and a log-out counts for all", async () => {
    const [one, other] = servers.get(store)!;
    const cookie = await cookieFrom(one!);
    const elsewhere = createUser(other!.url, cookie);
    expect(await elsewhere("GET", "/me")).toEqual({ status: 200, body: { user: "user0007" } });
    expect((await elsewhere("POST", "/logout")).status).toBe(200);
    expect((await createUser(one!.url, cookie)("GET", "/me")).body.error).toBe("unknown-session");
  });

  test("use prolongs one, and unused it ends", async () => {
    const [one] = servers.get(store)!;
    const cookie = await cookieFrom(one!);
    const began = performance.now();
    // asked again and again it lives on past its time
    await expect
      .poll(
        async () => {
          expect(await statusOf(one!, "/me", { cookie })).toBe(200);
          return performance.now() - began > 1500 * lifetimeS;
        },
        { timeout: 10_000, interval: 100 },
      )
      .toBe(true);
    // asking would prolong it: look at the store from outside
    await expect.poll(() => kept(store), { timeout: 10_000 }).toBe(0);
    expect(await statusOf(one!, "/me", { cookie })).toBe(401);
  });

  test("what cannot be a session of ours is unknown", async () => {
    const [one] = servers.get(store)!;
    for (const cookie of ["sid=x", `sid=${"x".repeat(32)}`, "sid=*"]) {
      expect(await statusOf(one!, "/me", { cookie })).toBe(401);
    }
  });
});

/** Sessions that have not ended. */
async function kept(store: string): Promise<number> {
  if (store === "mysql") {
    const [row] = await servers
      .get(store)![0]!
      .app.database.text<{ n: number }>("SELECT COUNT(*) AS n FROM sessions WHERE expires_at > NOW(3)");
    return row!.n;
  }
  const look = await redis.exec({
    Cmd: ["redis-cli", "--no-auth-warning", "-a", password, "dbsize"],
    AttachStdout: true,
    Tty: true,
  });
  const stream = await look.start({ Tty: true });
  let text = "";
  for await (const part of stream) text += part;
  return Number(/\d+/.exec(text)![0]);
}

describe("a Redis that is away", () => {
  test.each(["silent", "dead"])(
    "%s: who needs a session hears 503, the rest is served, and it comes back",
    async (how) => {
      const server = servers.get("redis")![0]!;
      const cookie = await cookieFrom(server);
      await (how === "silent" ? redis.pause() : redis.kill());
      const began = performance.now();
      const answers = await Promise.all(
        Array.from({ length: 20 }, () => fetch(`${server.url}/me`, { headers: { cookie } })),
      );
      expect(performance.now() - began).toBeLessThan(3000);
      expect(answers.map(({ status }) => status)).toEqual(Array(20).fill(503));
      expect(answers[0]!.headers.get("retry-after")).toBe("1");
      expect(await answers[0]!.json()).toMatchObject({ error: "sessions-unavailable" });
      expect(await statusOf(server, "/feed")).toBe(200);
      expect(await statusOf(server, "/feed", { cookie })).toBe(200);
      expect(await statusOf(server, "/me")).toBe(401);
      expect(await statusOf(server, "/healthz")).toBe(200);
      expect(await statusOf(server, "/readyz")).toBe(503);
      // once it is known to be away nobody waits
      const quick = performance.now();
      expect(await statusOf(server, "/me", { cookie })).toBe(503);
      expect(performance.now() - quick).toBeLessThan(400);

      if (how === "silent") {
        await redis.unpause();
      } else {
        await redis.start();
        relay.target = await hostPort(redis, 6379);
      }
      await expect.poll(() => statusOf(server, "/readyz"), { timeout: 20_000 }).toBe(200);
      expect(await statusOf(server, "/me", { cookie: await cookieFrom(server) })).toBe(200);
    },
  );
});
