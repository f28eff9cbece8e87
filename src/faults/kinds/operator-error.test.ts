import { expect, test } from "vitest";
import { fakeRoom } from "../testing/room.ts";
import { operatorError, slipOf } from "./operator-error.ts";

const id = "1a2b3c4d";

test("without a statement a table is renamed away, under a name that tells the fault", () => {
  expect(slipOf({ table: "posts" }, id)).toEqual({
    do: "rename",
    table: "posts",
    lost: "posts_lost_1a2b3c4d",
  });
});

test("a statement comes with what undoes it, or with none on purpose", () => {
  const statement = "DELETE FROM likes";
  expect(slipOf({ table: "posts", statement: `${statement};`, undo: "SELECT 1" }, id)).toEqual({
    do: "statement",
    statement,
    undo: "SELECT 1",
  });
  expect(slipOf({ statement, undo: "none" }, id)).toEqual({ do: "statement", statement, undo: undefined });
});

test.each([
  [{ statement: "DELETE FROM likes" }, "a statement needs what undoes it"],
  [
    { statement: "SELECT 1; SELECT 2", undo: "none" },
    "statement=SELECT 1; SELECT 2: one statement is wanted",
  ],
  [{ statement: " ; ", undo: "none" }, "one statement is wanted"],
  [{ table: "posts", undo: "none" }, "undo is given, but no statement that it undoes"],
  [{ table: "posts`; DROP" }, "is no name of a table"],
  [{ table: "stagecraft.posts" }, "is no name of a table"],
  [{ table: "x".repeat(51) }, "is no name of a table"],
])("%j is refused: %s", async (params, message) => {
  const { strike } = fakeRoom();
  const want = { code: "usage", message: expect.stringContaining(message), next: expect.any(String) };
  await expect(operatorError.plan(strike("db-1", params as Record<string, string>))).rejects.toMatchObject(
    want,
  );
});

test("a table that is not there is refused with those that are", async () => {
  const { engine, strike } = fakeRoom();
  engine.onExec((_id, _command, env) =>
    env.SQL === "SHOW TABLES" ? { code: 0, output: "comments\nposts\n" } : undefined,
  );
  await expect(operatorError.warm!(strike("db-1", { table: "post" }))).rejects.toMatchObject({
    code: "fault",
    message: "the database of db has no table post",
    next: 'did you mean "posts"? tables: comments, posts',
  });
});

test("damage that is meant to stay has no undo, is said to stay, and is over at once", async () => {
  const { strike } = fakeRoom();
  const struck = strike("db-1", { statement: "DELETE FROM likes", undo: "none" });
  expect(await operatorError.plan(struck)).toEqual([]);
  expect(await operatorError.verify(struck)).toBe(false);
  expect(await operatorError.inject(struck)).toBe(
    "ran on db: DELETE FROM likes; the damage is meant to stay",
  );
  expect(await operatorError.verify(struck)).toBe(true);
  expect(await operatorError.gone!(struck)).toBe(true);
});

test("a statement that the database refuses is an error in its words, and was not done", async () => {
  const { engine, strike } = fakeRoom();
  engine.onExec((_id, _command, env) =>
    env.SQL?.includes("DELETE") ? { code: 1, output: "ERROR 1064 (42000)\n" } : undefined,
  );
  for (const undo of ["none", "SELECT 1"]) {
    const struck = strike("db-1", { statement: "DELETE likes", undo });
    await operatorError.plan(struck);
    await expect(operatorError.inject(struck)).rejects.toMatchObject({
      code: "fault",
      message: "the database refuses: ERROR 1064 (42000)",
    });
    expect(await operatorError.verify(struck)).toBe(false);
  }
});
