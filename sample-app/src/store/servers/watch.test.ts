import { afterEach, expect, test } from "vitest";
import type { Look } from "./look.ts";
import { createWatch, type Watch } from "./watch.ts";

const replica: Look = { readOnly: true, term: 0, transactions: "", caughtUp: true };
const checks = { everyMs: 5, timeoutMs: 100, maxLagMs: 1 };
const lines: string[] = [];
let watch: Watch;

afterEach(() => watch.close());

/** Three servers whose answers the test changes as it goes. */
function start(answers: Record<string, Look | undefined>, maxLagMs = checks.maxLagMs) {
  const wanted = new Map<string, string>();
  lines.length = 0;
  watch = createWatch(
    {
      candidates: ["db-1", "db-2", "db-3"],
      replicas: ["db-1", "db-2", "db-3"],
      async look(name, transactions) {
        wanted.set(name, transactions);
        const answer = answers[name];
        if (!answer) throw new Error("away");
        return answer;
      },
    },
    { ...checks, maxLagMs },
    (line) => lines.push(line),
  );
  return wanted;
}

const threeUp = (): Record<string, Look | undefined> => ({
  "db-1": { ...replica, readOnly: false, transactions: "a:1-9" },
  "db-2": replica,
  "db-3": replica,
});

test("finds the primary and the replicas, and says so once", async () => {
  start(threeUp());
  await expect.poll(() => watch.rotation()).toEqual(["db-2", "db-3"]);
  expect(watch.primary()).toEqual({ name: "db-1" });
  const now = lines.length;
  expect(lines.at(-1)).toBe("database: db-1 takes writes; db-2, db-3 for reads");
  await expect.poll(() => watch.rotation()).toHaveLength(2);
  expect(lines).toHaveLength(now);
});

test("asks replicas for what the primary had, and leaves out the one that lacks it until it has caught up", async () => {
  const answers = threeUp();
  const wanted = start(answers);
  await expect.poll(() => wanted.get("db-3")).toBe("a:1-9");
  answers["db-3"] = { ...replica, caughtUp: false };
  await expect.poll(() => watch.rotation()).toEqual(["db-2"]);
  answers["db-3"] = replica;
  await expect.poll(() => watch.rotation()).toEqual(["db-2", "db-3"]);
});

test("a lag that is not judged is not asked for", async () => {
  const answers = threeUp();
  answers["db-3"] = { ...replica, caughtUp: false };
  const wanted = start(answers, 0);
  await expect.poll(() => watch.rotation()).toEqual(["db-2", "db-3"]);
  expect(wanted.get("db-3")).toBe("");
});

test("one that failed a query is away at once, and back when it answers", async () => {
  start(threeUp());
  await expect.poll(() => watch.rotation()).toHaveLength(2);
  watch.failed("db-2");
  expect(watch.rotation()).toEqual(["db-3"]);
  await expect.poll(() => watch.rotation()).toEqual(["db-2", "db-3"]);
});

test("a promotion moves the writes, and the old primary that comes back does not get them again", async () => {
  const answers = threeUp();
  start(answers);
  await expect.poll(() => watch.primary()).toEqual({ name: "db-1" });
  const old = answers["db-1"];
  answers["db-1"] = undefined;
  await expect.poll(() => "none" in watch.primary()).toBe(true);
  // nobody to compare with: reads go on
  expect(watch.rotation()).toEqual(["db-2", "db-3"]);
  answers["db-2"] = { ...replica, readOnly: false, term: 1 };
  await expect.poll(() => watch.primary()).toEqual({ name: "db-2" });
  answers["db-1"] = old;
  await expect.poll(() => watch.rotation()).toContain("db-1");
  expect(watch.primary()).toEqual({ name: "db-2" });
});

test("a primary without other candidates stays it, dead or alive", async () => {
  watch = createWatch(
    {
      candidates: ["db-1"],
      replicas: ["db-2"],
      async look(name) {
        if (name === "db-1") throw new Error("away");
        return { ...replica, caughtUp: false };
      },
    },
    checks,
    () => {},
  );
  await expect.poll(() => watch.rotation()).toEqual(["db-2"]);
  expect(watch.primary()).toEqual({ name: "db-1" });
});
