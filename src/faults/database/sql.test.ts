import { expect, test } from "vitest";
import { fakeRoom } from "../testing/room.ts";
import { databasesOf } from "./find.ts";
import { askSql, loneStatement } from "./sql.ts";

test.each([
  ["SELECT 1", "SELECT 1"],
  ["  DELETE FROM likes ;\n", "DELETE FROM likes"],
  ["SELECT ';', \"a;b\", `c;d`, 'it\\';s', 'it'';s'", "SELECT ';', \"a;b\", `c;d`, 'it\\';s', 'it'';s'"],
  ["SELECT 1; DROP TABLE posts", undefined],
  ["SELECT 'a'; SELECT 'b'", undefined],
])("%j as a lone statement is %j", (text, want) => {
  expect(loneStatement(text)).toBe(want);
});

test("SQL and password stay out of the command that is run, and what the database refuses is told in its words", async () => {
  const { engine, reach } = fakeRoom();
  let ran = "";
  engine.onExec((_id, command, env) => {
    ran = command.join(" ");
    return { code: env.SQL === "SELECT 1" ? 0 : 1, output: "1\n2\n" };
  });
  expect(await askSql("c-db", "SELECT 1", reach)).toEqual(["1", "2"]);
  expect(ran).toContain('MYSQL_PWD="$MYSQL_ROOT_PASSWORD"');
  expect(ran).not.toContain("SELECT 1");
  await expect(askSql("c-db", "SELEC 1", reach)).rejects.toMatchObject({
    code: "fault",
    message: "the database refuses: 1\n2",
  });
});

test("the database of a target is the container that has MySQL in it; a target without one is told who has", async () => {
  const { engine, strike } = fakeRoom();
  engine.onExec((id) => ({ code: id === "c-db" || id === "c-job" ? 0 : 1, output: "" }));
  expect(await databasesOf(strike("db-1"))).toMatchObject([{ service: "db" }]);
  expect(await databasesOf(strike("box-1"))).toMatchObject([{ service: "job" }]);
  expect(await databasesOf(strike("right"))).toMatchObject([{ service: "db" }]);
  await expect(databasesOf(strike("app-1"))).rejects.toMatchObject({
    code: "fault",
    message: "no database runs on app-1",
    next: "servers that run one: db-1, box-1",
  });
});

test("a database that does not run is none, and is not asked", async () => {
  const { engine, strike } = fakeRoom();
  engine.onExec((id) => ({ code: id === "c-db" ? 0 : 1, output: "" }));
  Object.assign(engine.of("c-db"), { running: false });
  await expect(databasesOf(strike("db-1"))).rejects.toMatchObject({
    next: "no server of this stage runs a database now",
  });
});
