import { expect, test } from "vitest";
import { currentOf, indexName, mappingVersion, versionIn } from "./index-names.ts";

test("an index's name says its mapping, and other names say nothing", () => {
  expect(versionIn(indexName(7, 1795867492000))).toBe(7);
  expect(versionIn("posts")).toBeUndefined();
  expect(versionIn("posts-m2-1-copy")).toBeUndefined();
});

test("an index that is missing or of another mapping is told with what to do", () => {
  expect(currentOf([])).toMatchObject({ missing: true, trouble: "index missing: run `rebuild`" });
  expect(currentOf(["posts-m1-5"])).toMatchObject({
    missing: false,
    trouble: `mapping version 1 of posts-m1-5, needs ${mappingVersion}: run \`rebuild\``,
  });
  expect(currentOf([indexName(mappingVersion + 1, 5)])).toMatchObject({
    trouble: expect.stringContaining("a newer program"),
  });
  expect(currentOf(["posts-m2-1", "posts-m2-2"])).toMatchObject({
    trouble: expect.stringContaining("leads to"),
  });
  expect(currentOf([indexName(mappingVersion, 5)])).toEqual({ name: `posts-m${mappingVersion}-5` });
});
