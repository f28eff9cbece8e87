import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type CacheSite, cacheUp } from "./cache-site.ts";
import { audit, lab } from "./lab.ts";
import { until } from "./until.ts";

afterAll(async () => {
  await lab(["clean"]);
  expect(await audit()).toEqual([]);
});

describe("two Redis servers and three Sentinels", () => {
  let site: CacheSite;
  beforeAll(async () => {
    site = await cacheUp("cache/sentinel");
  });
  afterAll(() => site.down());

  const primary = () =>
    site.in("sentinel-1", "redis-cli", "-p", "26379", "sentinel", "get-master-addr-by-name", "main").said;
  const roleOf = (server: string) => site.in(server, "redis-cli", "role").said.split("\n")[0];
  // a copy that is still being told everything has nothing to take over with
  const hasAll = (server: string) => {
    const [role, , , line] = site.in(server, "redis-cli", "role").said.split("\n");
    return role === "slave" && line === "connected";
  };
  // each of the two app servers has to see it
  const wellAgain = (me: () => Promise<number>) =>
    until(async () => {
      for (let n = 0; n < 4; n++)
        if ((await me()) !== 200 || (await site.feed()).cache !== "hit") return false;
      return true;
    }, "log-ins and cache are back");

  test("one that was replaced while it is well is left, and nobody has to log in again", async () => {
    const me = await site.logIn();
    const before = primary();
    await until(
      () => site.in("sentinel-1", "redis-cli", "-p", "26379", "sentinel", "failover", "main").said === "OK",
      "a failover",
    );
    await until(() => primary() !== before, "the Sentinels name the other one");
    await wellAgain(me);
    await until(() => roleOf("redis-2") === "master" && hasAll("redis-1"), "roles have changed");
  });

  test("a frozen primary is replaced, and when it thaws it becomes a copy", async () => {
    const me = await site.logIn();
    site.docker("pause", "redis-2");
    await until(() => roleOf("redis-1") === "master", "the other one takes over");
    await wellAgain(me);
    site.docker("unpause", "redis-2");
    await until(() => hasAll("redis-2"), "the old one is told");
    expect(await me()).toBe(200);
  });

  test("Sentinels that all die change nothing as long as the primary lives", async () => {
    const me = await site.logIn();
    for (const sentinel of ["sentinel-1", "sentinel-2", "sentinel-3"]) site.docker("kill", sentinel);
    expect(await me()).toBe(200);
    expect((await site.feed()).status).toBe(200);
  });

  test("without a majority nobody takes over: log-ins wait, pages go on", async () => {
    const me = await site.logIn();
    site.docker("start", "sentinel-1");
    await until(
      () => site.in("sentinel-1", "redis-cli", "-p", "26379", "ping").said === "PONG",
      "one Sentinel",
    );
    site.docker("kill", "redis-1");
    await until(
      () =>
        site
          .in("sentinel-1", "redis-cli", "-p", "26379", "sentinel", "master", "main")
          .said.includes("s_down"),
      "it knows",
    );
    expect(await me()).toBe(503);
    expect(await site.feed()).toEqual({ status: 200, cache: "away" });
    expect(roleOf("redis-2")).toBe("slave");
  });
});

describe("the operator's words", () => {
  let site: CacheSite;
  beforeAll(async () => {
    site = await cacheUp("cache");
  });
  afterAll(() => site.down());

  test("say what is wrong", () => {
    expect(site.in("bench", "hit-ratio", "crawler", "fifo")).toEqual({
      ok: false,
      said: expect.stringContaining("run compare-policies first"),
    });
    expect(site.in("operator", "selects", "1")).toEqual({ ok: true, said: "0" });
    site.docker("kill", "db-1");
    for (const words of [
      ["selects", "1"],
      ["stampede", "1"],
    ]) {
      expect(site.in("operator", ...words).ok).toBe(false);
    }
    expect(site.in("operator", "selects", "1").said).toContain("db-1 does not answer");
  });
});
