import { expect, test } from "vitest";
import {
  type Database,
  DatabaseSilent,
  DatabaseUnavailable,
  databaseOver,
  type Queries,
} from "../database.ts";
import { withReading } from "./reading.ts";
import type { Primary } from "./roles.ts";
import { splitDatabase } from "./split.ts";

/** Servers that answer every query with their name, or throw what the test puts in. */
function servers(rotation: string[], primary: Primary = { name: "db-1" }) {
  const broken = new Map<string, Error>();
  const asked: string[] = [];
  const failed: string[] = [];
  const serverOf = (name: string): [string, Database] => {
    const answer = async () => {
      asked.push(name);
      const thrown = broken.get(name);
      if (thrown) throw thrown;
      return [name];
    };
    const queries = {
      rows: answer,
      text: answer,
      write: async () => (await answer()) && { changed: 1, insertId: 1 },
    } as unknown as Queries;
    return [
      name,
      databaseOver(
        async (_, job) => job(queries),
        1000,
        async () => {},
      ),
    ];
  };
  const databases = splitDatabase(
    new Map(["db-1", "db-2", "db-3"].map(serverOf)),
    {
      primary: () => primary,
      rotation: () => rotation.filter((name) => !failed.includes(name)),
      failed: (name) => failed.push(name),
      close: async () => {},
    },
    1000,
  );
  return { ...databases, broken, asked, failed };
}

test("reads take turns among the replicas; writes and fresh reads go to the primary", async () => {
  const { primary, reads, asked } = servers(["db-2", "db-3"]);
  for (let n = 0; n < 4; n++) await reads.rows("SELECT 1");
  expect(asked).toEqual(["db-2", "db-3", "db-2", "db-3"]);
  await primary.write("INSERT");
  await primary.rows("SELECT 1");
  expect(asked.slice(4)).toEqual(["db-1", "db-1"]);
});

test("one request keeps to one replica, and tells which", async () => {
  const { reads } = servers(["db-2", "db-3"]);
  await withReading(false, async (reading) => {
    await reads.rows("SELECT 1");
    await reads.on(1000, (queries) => queries.rows("SELECT 2"));
    expect([...reading.from]).toEqual(["db-2"]);
  });
});

test("a replica that breaks is passed over, and so is the next; the primary answers last", async () => {
  const { reads, broken, failed } = servers(["db-2", "db-3"]);
  broken.set("db-2", new DatabaseUnavailable("PROTOCOL_CONNECTION_LOST"));
  broken.set("db-3", new DatabaseUnavailable("ECONNREFUSED"));
  expect(await reads.rows("SELECT 1")).toEqual(["db-1"]);
  expect(failed).toEqual(["db-2", "db-3"]);
});

test("with nobody left the reader learns why", async () => {
  const { reads, broken } = servers(["db-2"]);
  for (const name of ["db-1", "db-2"]) broken.set(name, new DatabaseUnavailable("ECONNREFUSED"));
  await expect(reads.rows("SELECT 1")).rejects.toThrow(/ECONNREFUSED/);
  const headless = servers([], { none: "none of db-1, db-2 takes writes" });
  await expect(headless.reads.rows("SELECT 1")).rejects.toThrow(/none of db-1, db-2/);
  await expect(headless.primary.write("INSERT")).rejects.toThrow(DatabaseUnavailable);
});

test("whoever is slow, or sent a wrong statement, is not asked elsewhere", async () => {
  const { reads, broken, failed, asked } = servers(["db-2", "db-3"]);
  broken.set("db-2", new DatabaseSilent("no answer within 3000 ms"));
  await expect(reads.rows("SELECT 1")).rejects.toThrow(DatabaseSilent);
  broken.set("db-3", new Error("syntax"));
  await expect(reads.rows("SELEC 1")).rejects.toThrow("syntax");
  expect(failed).toEqual([]);
  expect(asked).toEqual(["db-2", "db-3"]);
});

test("an author who has just written reads from the primary; a write is noted", async () => {
  const { primary, reads, asked } = servers(["db-2"]);
  await withReading(true, () => reads.rows("SELECT 1"));
  expect(asked).toEqual(["db-1"]);
  await withReading(false, async (reading) => {
    await reads.rows("SELECT 1");
    expect(reading.wrote).toBe(false);
    await primary.write("INSERT");
    expect(reading.wrote).toBe(true);
  });
});
