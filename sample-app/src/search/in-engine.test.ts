import { expect, test } from "vitest";
import { searchInEngine } from "./in-engine.ts";
import type { Current } from "./index-names.ts";
import { answering } from "./search.fixture.ts";

const found = (...ids: string[]) => ({
  status: 200,
  body: { hits: { hits: ids.map((id) => ({ _source: { id, author: "a", body: "b", at: "c" } })) } },
});
const fit = async (): Promise<Current> => ({ name: "posts-m2-1" });

test("what is found is shown; only when there is nothing are mistyped words tried", async () => {
  const { engine, asked, close } = await answering(({ body }) =>
    body.includes("fuzziness") || body.includes("garden") ? found("post-1") : found(),
  );
  const search = searchInEngine(engine, fit);
  expect((await search.find("garden", 10)).map(({ id }) => id)).toEqual(["post-1"]);
  expect(asked).toHaveLength(1);
  expect(await search.find("gradne", 10)).toHaveLength(1);
  expect(asked).toHaveLength(3);
  expect(JSON.parse(asked[2]!.body).query.match.body).toMatchObject({ query: "gradne", fuzziness: "AUTO" });
  close();
});

test("an index of an older mapping is not searched; the reason says what to do", async () => {
  const { engine, asked, close } = await answering(() => found("post-1"));
  const older: Current = {
    missing: false,
    trouble: "mapping version 1 of posts-m1-1, needs 2: run `rebuild`",
  };
  await expect(searchInEngine(engine, async () => older).find("garden", 10)).rejects.toThrow(
    "search is not available: mapping version 1 of posts-m1-1, needs 2: run `rebuild`",
  );
  expect(asked).toEqual([]);
  close();
});

test("an index that has just gone is missing at once, and one that is back is seen at once", async () => {
  let there = false;
  const { engine, close } = await answering(() => (there ? found("post-1") : { status: 404 }));
  const search = searchInEngine(engine, fit);
  await expect(search.find("garden", 10)).rejects.toThrow("index missing: run `rebuild`");
  there = true;
  expect(await search.find("garden", 10)).toHaveLength(1);
  close();
});

test("an engine that is silent, or answers with an error, is told as such", async () => {
  const silent = await answering(() => undefined);
  await expect(searchInEngine(silent.engine, fit).find("garden", 10)).rejects.toThrow(
    /no answer within 200 ms/,
  );
  silent.close();
  const failing = await answering(() => ({ status: 503, body: { error: { reason: "no shards" } } }));
  await expect(searchInEngine(failing.engine, fit).find("garden", 10)).rejects.toThrow(
    "answers 503: no shards",
  );
  failing.close();
});
