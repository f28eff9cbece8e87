import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { audit, lab } from "./lab.ts";
import { grown, type ReplicationSite, replicationUp, type Writer } from "./replication-site.ts";
import { until } from "./until.ts";

afterAll(async () => {
  await lab(["clean"]);
  expect(await audit()).toEqual([]);
});

/** The line to both copies is down while people write, and then the primary dies. What did it promise, and who has it? */
async function loseThePrimary(site: ReplicationSite): Promise<string[]> {
  const writer: Writer = await site.writer("kept");
  await grown(writer.acknowledged, 40, "writes before");
  const safe = [...writer.acknowledged];
  // what the copies had received by then they must not lose, however late they apply it
  const has = site.sql("db-1", "SELECT REPLACE(@@global.gtid_executed, '\\n', '')");
  await until(
    () => ["db-2", "db-3"].every((copy) => site.lacks(copy, has) === ""),
    "copies have received it",
  );
  expect(site.operator("hold-back", "on").ok).toBe(true);
  // those that wait for a copy stop here; the others go on as if nothing had happened
  const before = writer.acknowledged.length;
  await until(async () => {
    const so = writer.acknowledged.length;
    if (so >= before + 40) return true;
    await sleep(1000);
    return writer.acknowledged.length === so;
  }, "writes go on or stand still");
  site.docker("kill", "db-1");
  const promoted = site.operator("promote");
  expect(promoted).toMatchObject({
    ok: true,
    said: expect.stringMatching(/^db-[23] is the primary \(promotion \d\)/),
  });
  await grown(writer.acknowledged, 20, "writes after the promotion");
  await writer.stop();
  const kept = await site.kept("kept");
  const lost = writer.acknowledged.filter((id) => !kept.has(id));
  expect(safe.filter((id) => lost.includes(id))).toEqual([]);
  return lost;
}

describe("asynchronous", () => {
  let site: ReplicationSite;
  let lost: string[] = [];
  beforeAll(async () => {
    site = await replicationUp("replication");
  });
  afterAll(() => site.down());

  const readsFrom = async (count: number) => {
    const seen = new Set<string | null>();
    for (let n = 0; n < count; n++) {
      const { status, from } = await site.feed();
      expect(status).toBe(200);
      seen.add(from);
    }
    return [...seen].sort();
  };

  test("copies answer the reads in turn", async () => {
    expect(site.operator("databases")).toMatchObject({
      ok: true,
      said: expect.stringMatching(/^db-1: primary/),
    });
    await expect.poll(() => readsFrom(10), { timeout: 30_000 }).toEqual(["db-2", "db-3"]);
  });

  test("a dead copy costs nobody a page, and is read from again when it is back", async () => {
    site.docker("kill", "db-3");
    expect(await readsFrom(20)).toEqual(["db-2"]);
    site.docker("start", "db-3");
    await expect.poll(() => readsFrom(10), { timeout: 60_000 }).toEqual(["db-2", "db-3"]);
  });

  test("a copy that lags leaves the rotation, and the operator is told what it lacks", async () => {
    site.sql("db-3", "STOP REPLICA SQL_THREAD");
    const writer = await site.writer("lags");
    await grown(writer.acknowledged, 5, "writes that db-3 lacks");
    await expect.poll(() => readsFrom(10), { timeout: 30_000 }).toEqual(["db-2"]);
    await writer.stop();
    expect(site.operator("databases")).toMatchObject({
      ok: false,
      said: expect.stringMatching(/db-3: .*stopped; lacks/),
    });
    site.sql("db-3", "START REPLICA SQL_THREAD");
    await expect.poll(() => readsFrom(10), { timeout: 30_000 }).toEqual(["db-2", "db-3"]);
  });

  test("a copy that was stopped by an error, or cannot connect, is told in words", async () => {
    const alone = "SET sql_log_bin=0; SET GLOBAL super_read_only=OFF;";
    site.sql("db-3", `${alone} CREATE TABLE stagecraft.odd (id INT); SET GLOBAL super_read_only=ON`);
    site.sql("db-1", "CREATE TABLE stagecraft.odd (id INT)");
    const says = (pattern: RegExp) =>
      expect.poll(() => site.operator("databases").said, { timeout: 30_000 }).toMatch(pattern);
    await says(/db-3: .*stopped by an error at transaction .*:\d+; its log says why/);
    site.sql("db-3", `${alone} DROP TABLE stagecraft.odd; SET GLOBAL super_read_only=ON; START REPLICA`);
    await says(/db-3: copy of db-1: follows; lacks nothing/);
    site.sql("db-3", "STOP REPLICA; CHANGE REPLICATION SOURCE TO SOURCE_PASSWORD='wrong'; START REPLICA");
    await says(/db-3: .*cannot connect to db-1: /);
    expect(site.operator("rebuild", "db-3")).toMatchObject({ ok: true });
    await says(/db-3: copy of db-1: follows; lacks nothing/);
  });

  test("a primary that dies while its copies are held back takes acknowledged rows along", async () => {
    lost = await loseThePrimary(site);
    expect(lost.length).toBeGreaterThan(10);
  });

  test("the old primary is no copy any more; its rows come back, once, and it is rebuilt", async () => {
    site.docker("start", "db-1");
    await expect
      .poll(() => site.operator("databases").said, { timeout: 60_000 })
      .toMatch(/db-1: takes writes, and missed a promotion/);
    expect(site.operator("rejoin", "db-1")).toMatchObject({
      ok: false,
      said: expect.stringMatching(/^GTID gap/),
    });
    const first = site.operator("recover-rows", "db-1");
    expect(first.ok, first.said).toBe(true);
    expect(Number(first.said.split("\n").at(-1))).toBeGreaterThanOrEqual(lost.length);
    const kept = await site.kept("kept");
    expect(lost.filter((id) => !kept.has(id))).toEqual([]);
    const post = await fetch(new URL(`/posts/${lost[0]}`, site.url));
    expect(await post.json()).toMatchObject({ author: "user0001", body: "it's 한글 \\ and\nmore" });
    expect(site.operator("recover-rows", "db-1").said).toMatch(/\n0$/);
    expect(site.operator("rebuild", "db-1")).toMatchObject({
      ok: true,
      said: expect.stringMatching(/db-1 is a copy of/),
    });
    await expect.poll(() => readsFrom(10), { timeout: 30_000 }).toContain("db-1");
  });

  test("what cannot be done is refused in words", () => {
    expect(site.operator("promote", "db-9")).toMatchObject({
      ok: false,
      said: expect.stringContaining("the servers are"),
    });
    expect(site.operator("recover-rows", "db-9").said).toContain("the servers are");
    for (const copy of ["db-1", "db-2", "db-3"]) {
      if (site.operator("databases").said.includes(`${copy}: copy`)) site.docker("kill", copy);
    }
    expect(site.operator("promote")).toMatchObject({
      ok: false,
      said: expect.stringContaining("no copy answers"),
    });
  });
});

describe("semi-synchronous", () => {
  let site: ReplicationSite;
  beforeAll(async () => {
    site = await replicationUp("replication/semi-sync");
  });
  afterAll(() => site.down());

  test("a planned change of the primary, there and back, loses nothing and needs no rebuilding", async () => {
    const writer = await site.writer("plan");
    for (const [next, old] of [
      ["db-2", "db-1"],
      ["db-1", "db-2"],
    ] as const) {
      await grown(writer.acknowledged, 10, `writes before ${next}`);
      const promoted = site.operator("promote", next);
      expect(promoted.said).toContain(`${next} is the primary`);
      expect(promoted.said).toContain(`${old} is read-only now`);
      await grown(writer.acknowledged, 10, `writes to ${next}`);
      expect(site.operator("rejoin", old)).toMatchObject({ ok: true, said: `${old} follows ${next}` });
    }
    await writer.stop();
    const kept = await site.kept("plan");
    expect(writer.acknowledged.filter((id) => !kept.has(id))).toEqual([]);
    expect(site.operator("promote", "db-1").said).toBe("db-1 is the primary already");
  });

  test("the same death takes nothing along that was acknowledged", async () => {
    expect(await loseThePrimary(site)).toEqual([]);
  });
});

describe("late on purpose", () => {
  let site: ReplicationSite;
  beforeAll(async () => {
    site = await replicationUp("replication/delayed");
  });
  afterAll(() => site.down());

  test("a promoted copy has applied at once what it had received, and only the rest is lost", async () => {
    expect((await loseThePrimary(site)).length).toBeGreaterThan(10);
  });
});
