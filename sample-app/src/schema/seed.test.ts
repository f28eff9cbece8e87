import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { type SeedPlan, seedStatements } from "./seed.ts";

const plan: SeedPlan = {
  seed: 1,
  users: 20,
  posts: 700,
  comments: 900,
  likes: 300,
  password: "stagecraft-demo",
};

async function text(changes: Partial<SeedPlan> = {}): Promise<string> {
  let all = "";
  for await (const statement of seedStatements({ ...plan, ...changes }, 16)) all += `${statement};\n`;
  return all;
}

const tableOf = (sql: string, table: string) =>
  sql
    .split(";\n")
    .filter((statement) => statement.startsWith(`INSERT INTO ${table} `))
    .join(";\n");
const rowsOf = (sql: string, table: string) =>
  [...tableOf(sql, table).matchAll(/^\((.*)\)[,;]?$/gm)].map((row) => row[1]!);

test("the same plan gives the same bytes, on any machine and any day", async () => {
  const bytes = await text();
  expect(await text()).toBe(bytes);
  expect(createHash("sha256").update(bytes).digest("hex")).toBe(
    "5030adb22334c7ee5a023d256a6d3fe78ec484149a9b2ca32344a16093ce322a",
  );
});

test("another seed gives other rows", async () => {
  expect(tableOf(await text({ seed: 2 }), "posts")).not.toBe(tableOf(await text(), "posts"));
});

test("one table's size leaves the other tables' texts alone", async () => {
  const posts = tableOf(await text(), "posts");
  expect(tableOf(await text({ likes: 10, comments: 5 }), "posts")).toBe(posts);
});

test("there are as many rows as asked for, in statements of bounded size", async () => {
  const sql = await text();
  const counts = Object.fromEntries(
    ["users", "posts", "comments", "likes"].map((t) => [t, rowsOf(sql, t).length]),
  );
  expect(counts).toEqual({ users: 20, posts: 700, comments: 900, likes: 300 });
  expect(tableOf(sql, "posts").match(/INSERT/g)).toHaveLength(2);
});

test("rows refer to rows that exist, and nobody likes a post twice", async () => {
  const sql = await text();
  const likes = rowsOf(sql, "likes").map((row) => row.split(",").slice(0, 2).map(Number));
  for (const [post, user] of likes) {
    expect(post).toBeGreaterThanOrEqual(1);
    expect(post).toBeLessThanOrEqual(700);
    expect(user).toBeGreaterThanOrEqual(1);
    expect(user).toBeLessThanOrEqual(20);
  }
  expect(new Set(likes.map(String)).size).toBe(likes.length);
});
