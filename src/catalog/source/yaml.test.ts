import { describe, expect, it } from "vitest";
import { composeTags, readYaml } from "./yaml.ts";

const problemsOf = (text: string) =>
  readYaml("a.yaml", text).problems.map(({ what, place }) => `${place?.line}:${place?.column} ${what}`);

describe("readYaml", () => {
  it("remembers where values and keys stood", () => {
    const { source } = readYaml("a.yaml", "a: 1\nb:\n  - {c: x, d: [1, 2]}\n");
    expect(source?.value).toEqual({ a: 1, b: [{ c: "x", d: [1, 2] }] });
    expect(source?.placeOf(["b", 0, "d", 1])).toEqual({ file: "a.yaml", line: 3, column: 19 });
    expect(source?.placeOf(["b", 0, "d"], "key")).toEqual({ file: "a.yaml", line: 3, column: 12 });
  });

  it("points at the nearest part above what is not there", () => {
    const { source } = readYaml("a.yaml", "a: 1\nb: {c: x}\n");
    expect(source?.placeOf(["b", "missing"])).toEqual({ file: "a.yaml", line: 2, column: 4 });
    expect(source?.placeOf(["none", "at", "all"])).toEqual({ file: "a.yaml", line: 1, column: 1 });
  });

  it("follows aliases", () => {
    const { source } = readYaml("a.yaml", "a: &x {b: 1}\nc: *x\n");
    expect(source?.value).toEqual({ a: { b: 1 }, c: { b: 1 } });
    expect(source?.placeOf(["c", "b"])).toEqual({ file: "a.yaml", line: 1, column: 11 });
  });

  it.each([
    ["a: 1\nb: [1, 2\nc: 3\n", /^3:1 not valid YAML: Flow sequence/],
    ["a:\n\t- 1\n", /^2:1 not valid YAML: Tabs are not allowed/],
    ["a: b: c\n", /^1:4 not valid YAML: Nested mappings/],
    ['a: "open\n', /^\d:\d+ not valid YAML/],
    ["a: 1\n---\nb: 2\n", /^2:1 not valid YAML: Source contains multiple documents/],
    ["a: 1\nb: 2\na: 3\n", /^3:1 this key is there twice/],
    ["a: *nope\n", /^1:4 there is no anchor &nope/],
    ["a: &x [1, *x]\n", /^1:11 the alias \*x contains itself/],
    ["a: !!js/function x\n", /^1:\d+ the tag/],
    ["a: !reset null\n", /^1:4 the tag !reset means nothing here/],
    ["", /^undefined:undefined the file is empty/],
    ["# nothing\n", /the file is empty/],
  ])("tells what is wrong with %j", (text, told) => {
    expect(problemsOf(text)[0]).toMatch(told);
  });

  it("goes on after duplicate keys, stops after broken syntax", () => {
    expect(readYaml("a.yaml", "a: 1\na: 2\n").source?.value).toEqual({ a: 2 });
    expect(readYaml("a.yaml", "a: [1\n").source).toBeUndefined();
  });

  it("knows compose's tags when told of them", () => {
    const { source, problems } = readYaml("a.yaml", "a: !reset null\nb: !override [1]\n", {
      tags: composeTags,
    });
    expect(problems).toEqual([]);
    expect([source?.tagOf(["a"]), source?.tagOf(["b"]), source?.tagOf(["c"])]).toEqual([
      "!reset",
      "!override",
      undefined,
    ]);
  });

  it("refuses crowds of aliases, and aliases that multiply", () => {
    const crowd = `a: &x 1\nb: [${"*x, ".repeat(60)}1]\n`;
    expect(problemsOf(crowd)).toEqual([expect.stringMatching(/^2:\d+ more than 50 aliases/)]);
    const bomb = ["a: &a [x, x, x, x, x, x, x, x, x]"];
    for (const [at, name] of ["b", "c", "d", "e", "f"].entries()) {
      const below = "abcdef"[at];
      bomb.push(`${name}: &${name} [${Array(9).fill(`*${below}`).join(", ")}]`);
    }
    expect(problemsOf(bomb.join("\n"))[0]).toMatch(
      /cannot be read as YAML: Excessive alias count|more than 50/,
    );
  });

  it("survives nesting without end", () => {
    expect(problemsOf("[".repeat(100_000)).length).toBeGreaterThan(0);
  });
});
