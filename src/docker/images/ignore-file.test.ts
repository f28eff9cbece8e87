import { describe, expect, it } from "vitest";
import { ignoreFilter } from "./ignore-file.ts";

describe("ignoreFilter", () => {
  it.each([
    ["", "a/b.ts", true],
    ["# comment\n\n", "a", true],
    ["dist", "dist/app.mjs", false],
    ["dist", "src/dist/app.mjs", true],
    ["/dist/", "dist/app.mjs", false],
    ["*.md", "readme.md", false],
    ["*.md", "docs/readme.md", true],
    ["**/*.md", "docs/deep/readme.md", false],
    ["**/*.md", "readme.md", false],
    ["*\n!src\n**/*.test.ts", "src/a.ts", true],
    ["*\n!src\n**/*.test.ts", "src/a.test.ts", false],
    ["*\n!src\n**/*.test.ts", "other/a.ts", false],
    ["a.b", "axb", true],
  ])("%j: %s goes in: %s", (text, path, kept) => {
    expect(ignoreFilter(text)(path)).toBe(kept);
  });
});
