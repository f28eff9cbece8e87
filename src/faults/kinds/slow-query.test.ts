import { expect, test } from "vitest";
import { fakeRoom } from "../testing/room.ts";
import { listSql, sessionSql, slowQuery, statementOf } from "./slow-query.ts";

test("the query bears the fault's name, has the fault's time, and can change nothing", () => {
  const sql = sessionSql("1a2b3c4d", 1999.5, "SELECT 1");
  expect(sql.split("; ")).toEqual([
    "SET SESSION max_execution_time = 2000",
    "SET SESSION transaction_read_only = ON",
    "/* stagecraft 1a2b3c4d */ SELECT 1",
  ]);
});

test("what lists the query cannot be taken for it", () => {
  expect(listSql("1a2b3c4d")).not.toContain("stagecraft 1a2b3c4d");
  expect(listSql("1a2b3c4d")).toContain("1a2b3c4d");
});

test("one SELECT is run, its own or the default", () => {
  expect(statementOf({})).toMatch(/^SELECT .* CROSS JOIN posts/);
  expect(statementOf({ statement: " select SLEEP(100); " })).toBe("select SLEEP(100)");
  expect(statementOf({ statement: "WITH a AS (SELECT 1) SELECT * FROM a" })).toContain("WITH");
  for (const statement of ["DELETE FROM posts", "SELECT 1; DELETE FROM posts", "selected", ""]) {
    expect(() => statementOf({ statement })).toThrow(
      expect.objectContaining({ code: "usage", next: "any other statement is an operator-error" }),
    );
  }
});

const params = { sessions: 3 };
const lists = (env: Readonly<Record<string, string>>) => (env.SQL ?? "").includes("processlist");

test("it is on while the database lists every session, and gone when it lists none", async () => {
  const { engine, strike } = fakeRoom();
  let listed = "11\n12\n13\n";
  engine.onExec((_id, _command, env) => (lists(env) ? { code: 0, output: listed } : undefined));
  const struck = strike("db-1", params);
  await slowQuery.plan(struck);
  await slowQuery.inject(struck);
  expect(engine.diary.filter((line) => line.startsWith("launch c-db "))).toHaveLength(1);
  expect(await slowQuery.verify(struck)).toBe(true);
  listed = "11\n12\n";
  expect(await slowQuery.verify(struck)).toBe(false);
  expect(await slowQuery.gone!(struck)).toBe(false);
  listed = "";
  expect(await slowQuery.gone!(struck)).toBe(true);
});

test("a database that died took its sessions along", async () => {
  const { engine, strike } = fakeRoom();
  const struck = strike("db-1", params);
  expect(await slowQuery.plan(struck)).toMatchObject([
    { do: "command", container: "c-db", endsWithContainer: true },
  ]);
  engine.vanish("c-db");
  expect(await slowQuery.verify(struck)).toBe(false);
  expect(await slowQuery.gone!(struck)).toBe(true);
});

test("a query that the database cannot plan is refused before anything runs", async () => {
  const { engine, strike } = fakeRoom();
  engine.onExec((_id, _command, env) =>
    env.SQL?.startsWith("EXPLAIN") ? { code: 1, output: "ERROR 1146: no such table" } : undefined,
  );
  for (const step of [slowQuery.warm!, slowQuery.plan]) {
    await expect(step(strike("db-1", params))).rejects.toMatchObject({
      code: "fault",
      message: "the database of db does not take the query: ERROR 1146: no such table",
    });
  }
  expect(engine.diary.some((line) => line.startsWith("launch"))).toBe(false);
});
