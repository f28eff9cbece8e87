import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type CqrsSite, cqrsUp } from "./cqrs-site.ts";
import { audit, lab } from "./lab.ts";

afterAll(async () => {
  await lab(["clean"]);
  expect(await audit()).toEqual([]);
});

const patiently = { timeout: 60_000, interval: 200 };
const texts = (word: string, count: number) =>
  Array.from({ length: count }, (_, n) => `${word} is number ${n}`);

/** An index as a program of another age would have left it, with the alias on it. */
const anotherIndex = (name: string) => `
  import { engine } from "/usr/local/lib/site.mjs";
  await engine("PUT", "/${name}", { settings: { index: { number_of_replicas: 0 } } });
  const old = Object.keys((await engine("GET", "/_alias/posts")) ?? {});
  const actions = old.map((index) => ({ remove: { index, alias: "posts" } }));
  await engine("POST", "/_aliases", { actions: [...actions, { add: { index: "${name}", alias: "posts" } }] });`;
const indices = (site: CqrsSite): string[] => {
  const script = `import { engine } from "/usr/local/lib/site.mjs";
    console.log(Object.keys(await engine("GET", "/posts-m*/_alias")).join(" "));`;
  return site.run("operator", "node", "--input-type=module", "-e", script).said.split(" ");
};

describe("writes to MySQL, an outbox, a log, an index", () => {
  let site: CqrsSite;
  beforeAll(async () => {
    site = await cqrsUp("cqrs");
  });
  afterAll(() => site.down());

  const allThere = () => expect.poll(() => site.operator("missing", "all"), patiently).toBe("0");

  test("seed posts and new ones come into the index, and are found by their stems and by mistyped words", async () => {
    await allThere();
    const [id] = await site.write("first", ["Somebody was juggling lanterns"]);
    await expect.poll(async () => (await site.search("juggles")).ids, patiently).toContain(id);
    expect((await site.search("jugling")).ids).toContain(id);
    expect((await site.search("juggernaut")).ids).not.toContain(id);
  });

  test("an indexer that is killed leaves search stale; back, it has lost nothing and doubled nothing", async () => {
    site.docker("kill", "indexer-1");
    const ids = await site.write("stale", texts("zeppelin", 40));
    expect((await site.search("zeppelin")).ids).toEqual([]);
    site.docker("start", "indexer-1");
    await expect.poll(async () => (await site.search("zeppelin")).ids.length, patiently).toBe(10);
    await allThere();
    const again = site.run(
      "indexer-1",
      "sh",
      "-c",
      "INDEXER_GROUP=again timeout 10 node app.mjs indexer; true",
    );
    expect(Number(/(\d+) known already/.exec(again.said)?.[1])).toBeGreaterThanOrEqual(ids.length);
    expect(site.operator("twice")).toBe("0");
  });

  test("a relay that is killed, and a log that is away, hold posts up in the outbox and lose none", async () => {
    site.docker("kill", "kafka-1");
    await site.write("outbox", texts("gondola", 20));
    site.docker("kill", "relay-1");
    site.docker("start", "relay-1");
    site.docker("start", "kafka-1");
    await expect.poll(async () => (await site.search("gondola")).ids.length, patiently).toBe(10);
    await allThere();
    expect(site.operator("twice")).toBe("0");
  });

  test("an index that is missing is told with what to do, and rebuilt from the log with all that came meanwhile", async () => {
    expect(site.run("operator", "drop-index").ok).toBe(true);
    const refused = await site.search("lantern");
    expect(refused).toMatchObject({
      status: 503,
      message: "search is not available: index missing: run `rebuild`",
    });
    const [id] = await site.write("meanwhile", ["A caravel came in meanwhile"]);
    // the log knows that it was read: an empty index would pass for a whole one
    await expect
      .poll(() => site.logs("indexer-1"), patiently)
      .toMatch(/waiting: index missing: run `rebuild`\n$/);
    expect(site.run("indexer-1", "node", "app.mjs", "rebuild").said).toMatch(
      /\d+ documents in .* removed: none/,
    );
    await expect.poll(async () => (await site.search("caravel")).ids, patiently).toEqual([id]);
    await allThere();
    expect(site.operator("twice")).toBe("0");
  });

  test("an index of an older mapping is told by both sides, and stays until the new one is whole", async () => {
    const script = anotherIndex("posts-m1-1");
    expect(site.run("operator", "node", "--input-type=module", "-e", script).said).toBe("");
    const why = "mapping version 1 of posts-m1-1, needs 2: run `rebuild`";
    await expect
      .poll(async () => (await site.search("lantern")).message, patiently)
      .toBe(`search is not available: ${why}`);
    const [id] = await site.write("older", ["A dirigible came in meanwhile"]);
    await expect.poll(() => site.logs("indexer-1"), patiently).toContain(`waiting: ${why}`);

    // a rebuild that cannot read the log changes nothing
    site.docker("pause", "kafka-1");
    const failed = site.run("indexer-1", "timeout", "8", "node", "app.mjs", "rebuild");
    site.docker("unpause", "kafka-1");
    expect(failed.said).toMatch(/waiting: |rebuild failed: /);
    expect(indices(site)).toContain("posts-m1-1");

    const { ok, said } = site.run("indexer-1", "node", "app.mjs", "rebuild");
    expect(ok, said).toBe(true);
    expect(said).toContain("posts-m1-1");
    expect(indices(site)).not.toContain("posts-m1-1");
    await expect.poll(async () => (await site.search("dirigible")).ids, patiently).toEqual([id]);
    await allThere();
  });

  test("while a new index is made the old one answers every search, and both have what is written meanwhile", async () => {
    const answers: number[] = [];
    let done = false;
    const searching = (async () => {
      while (!done) answers.push((await site.search("zeppelin")).ids.length);
    })();
    const writing = site.write("during", texts("bathyscaphe", 60));
    // not waited for by this process, or nobody would search meanwhile
    const marker = "/tmp/rebuilt";
    site.run(
      "indexer-1",
      "sh",
      "-c",
      `(node app.mjs rebuild >/tmp/said 2>&1; echo $? >${marker}) >/dev/null 2>&1 &`,
    );
    await expect
      .poll(() => site.run("indexer-1", "cat", marker).said, { timeout: 60_000, interval: 1000 })
      .toBe("0");
    await writing;
    done = true;
    await searching;
    expect(answers.length).toBeGreaterThan(20);
    expect(answers.filter((found) => found !== 10)).toEqual([]);
    await allThere();
    expect(site.operator("twice")).toBe("0");
  });
});

describe("three brokers, two apps, and everything else", () => {
  let site: CqrsSite;
  let seconds: number;
  beforeAll(async () => {
    const started = performance.now();
    site = await cqrsUp("cqrs/three-brokers");
    seconds = (performance.now() - started) / 1000;
  });
  afterAll(() => site.down());

  test("the largest stage comes up in 90 seconds and fits in 5 GiB", async () => {
    expect(seconds).toBeLessThan(90);
    await expect.poll(() => site.operator("missing", "all"), patiently).toBe("0");
    expect(site.memoryMiB()).toBeLessThan(5 * 1024);
  });

  test("with a broker dead, posts still come into the index", async () => {
    site.docker("kill", "kafka-2");
    await site.write("two-left", texts("hydrofoil", 20));
    await expect.poll(async () => (await site.search("hydrofoil")).ids.length, patiently).toBe(10);
    expect(site.operator("missing", "all")).toBe("0");
  });
});
