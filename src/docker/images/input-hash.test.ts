import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { contextFiles, inputHash } from "./input-hash.ts";
import type { ImageSpec } from "./spec.ts";

let folder: string;
const write = (name: string, text: string) => writeFileSync(join(folder, name), text);

function spec(more: Partial<ImageSpec> = {}): ImageSpec {
  const versions = [{ command: ["web", "-v"], expect: /1/ }];
  const rest = { variable: "STAGECRAFT_WEB", tag: "1", contexts: {}, versions, downloadMiB: 0, diskMiB: 0 };
  return { name: "web", context: join(folder, "web"), ...rest, ...more };
}

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "stagecraft-hash-"));
  mkdirSync(join(folder, "web/node_modules"), { recursive: true });
  mkdirSync(join(folder, "more"));
  write("web/Dockerfile", "FROM scratch\n");
  write("web/a", "1");
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe("inputHash", () => {
  it("stays the same while nothing changes that goes into the build", () => {
    const before = inputHash(spec(), "base");
    write("web/node_modules/x", "not part of it");
    expect(inputHash(spec({ downloadMiB: 5 }), "base")).toBe(before);
  });

  it.each<[string, () => void, Partial<ImageSpec>?, string?]>([
    ["a file's content", () => write("web/a", "2")],
    ["a file's name", () => renameSync(join(folder, "web/a"), join(folder, "web/b"))],
    ["the Dockerfile", () => write("web/Dockerfile", "FROM other\n")],
    ["a new file", () => write("web/b", "")],
    ["a version it must contain", () => {}, { versions: [{ command: ["web", "-v"], expect: /2/ }] }],
    ["what it is built on", () => {}, {}, "another base"],
  ])("changes with %s", (_, change, more = {}, parent = "base") => {
    const before = inputHash(spec(), "base");
    change();
    expect(inputHash(spec(more), parent)).not.toBe(before);
  });

  it("changes with a file of a further folder", () => {
    const contexts = { more: join(folder, "more") };
    const before = inputHash(spec({ contexts }), "base");
    write("more/app", "1");
    expect(inputHash(spec({ contexts }), "base")).not.toBe(before);
  });

  it("leaves out what .dockerignore leaves out, but never the Dockerfile", () => {
    write("web/.dockerignore", "*\n!a\n");
    write("web/secret", "");
    expect(contextFiles(join(folder, "web"))).toEqual(["Dockerfile", "a"]);
  });

  it("says which folder is missing", () => {
    expect(() => inputHash(spec({ contexts: { bundle: join(folder, "nowhere") } }), "base")).toThrow(
      /nowhere, which is not there/,
    );
  });
});
