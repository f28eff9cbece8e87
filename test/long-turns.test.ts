import { readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { root } from "./lab.ts";
import { chooseFiles, type LongFile, longFiles } from "./long-turns.ts";

describe("the long suite's turns", () => {
  test("name every long test file, and no other", () => {
    const there = ["src", "test"].flatMap((folder) =>
      readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
        .filter((name) => name.endsWith(".long.test.ts"))
        .map((name) => `${folder}/${name}`),
    );
    expect(longFiles.map(({ file }) => `${file}.long.test.ts`).sort()).toEqual(there.sort());
  });

  const files: LongFile[] = [
    { file: "a", minutes: 5, always: true },
    { file: "b", minutes: 4, touches: /^src\/b/ },
    { file: "c", minutes: 4 },
    { file: "d", minutes: 1 },
  ];
  const names = (seed: number, changed: string[], minutes: number) =>
    chooseFiles(files, { seed, changed, minutes }).map(({ file }) => file);

  test("what must always run does, even if it is too long", () => {
    expect(names(0, [], 3)).toEqual(["a"]);
  });

  test("what a change touches goes before the others", () => {
    expect(names(1, ["src/b.ts"], 9)).toEqual(["a", "b"]);
    expect(names(1, ["c.long.test.ts"], 9)).toEqual(["a", "c"]);
  });

  test("the others take turns by the seed, and a short one goes where a long one does not fit", () => {
    expect(names(0, [], 9)).toEqual(["a", "b"]);
    expect(names(1, [], 9)).toEqual(["a", "c"]);
    expect(names(2, [], 9)).toEqual(["a", "d"]);
    expect(names(0, [], 10)).toEqual(["a", "b", "d"]);
  });

  test("everything has its turn within as many days as there are files", () => {
    const seen = new Set(
      longFiles
        .flatMap((_, seed) => chooseFiles(longFiles, { seed, changed: [], minutes: 25 }))
        .map(({ file }) => file),
    );
    expect(seen.size).toBe(longFiles.length);
  });
});
