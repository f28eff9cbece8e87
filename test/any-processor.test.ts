import { readdirSync, readFileSync } from "node:fs";
import { basename, join, relative } from "node:path";
import { describe, expect, it } from "vitest";

const root = join(import.meta.dirname, "..");
const skipped = new Set(["node_modules", "dist", "package-lock.json"]);

/** Names of one processor, as packages, folders, downloads and compilers spell them. */
const tie = /(?<![a-z0-9])(amd64|x86[-_]64|x64|i[3-6]86|sse4|avx2?|aarch64|arm64|ia32)(?![a-z0-9])/i;

/** What may name a processor all the same, with the reason. */
const allowed: Record<string, { line: RegExp; why: string }> = {
  "compose/images/images.yaml": { line: /measured on amd64$/, why: "says on what the sizes were measured" },
};

function filesUnder(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (skipped.has(entry.name)) return [];
    if (entry.isDirectory()) return filesUnder(path);
    return entry.isFile() ? [path] : [];
  });
}

/** Lines of a text that only hold on one processor, counted from 1. */
function tiesIn(text: string): { line: number; text: string }[] {
  return text
    .split("\n")
    .map((line, at) => ({ line: at + 1, text: line }))
    .filter((found) => tie.test(found.text));
}

describe("nothing in images, stages, the sample app or scripts is made for one processor", () => {
  const files = ["compose", "sample-app", "scripts", "labs"]
    .flatMap((folder) => filesUnder(join(root, folder)))
    .concat(join(root, "lab"));

  it("reads all of them", () => {
    const names = files.map((file) => relative(root, file));
    for (const name of [
      "compose/images/mysql/Dockerfile",
      "sample-app/Dockerfile",
      "scripts/bootstrap.mjs",
      "lab",
    ])
      expect(names).toContain(name);
  });

  it("finds no name of a processor", () => {
    const found = files.flatMap((file) => {
      const name = relative(root, file);
      // a binary has no lines to name; the pictures of the sample app are the only ones
      if (/\.(png|jpe?g|gif|ico|woff2?|gz|zst)$/.test(basename(name))) return [];
      return tiesIn(readFileSync(file, "utf8"))
        .filter(({ text }) => !allowed[name]?.line.test(text))
        .map(({ line, text }) => `${name}:${line}: ${text.trim()}`);
    });
    expect(found).toEqual([]);
  });

  it("has no exception that nothing needs", () => {
    for (const [name, { line }] of Object.entries(allowed)) {
      const lines = readFileSync(join(root, name), "utf8").split("\n");
      expect(
        lines.filter((text) => line.test(text)),
        name,
      ).toHaveLength(1);
    }
  });

  it("allows no Dockerfile and no stage to fix the platform", () => {
    const fixed = files
      .filter((file) => /Dockerfile$|\.ya?ml$/.test(file))
      .filter((file) => /--platform[= ](?!\$)|^\s*platform:/m.test(readFileSync(file, "utf8")))
      .map((file) => relative(root, file));
    expect(fixed).toEqual([]);
  });
});

it.each([
  ["a package", "apt-get install -y libfoo:amd64"],
  ["a folder", "LD_PRELOAD=/usr/lib/x86_64-linux-gnu/libjemalloc.so.2"],
  ["a download", "curl -O https://example.org/tool-linux-x64.tar.gz"],
  ["a Java folder", "JAVA_HOME=/usr/lib/jvm/java-25-openjdk-amd64"],
  ["a compiler's wish", "gcc -mavx2 -march=x86-64-v3"],
  ["the other one", "FROM scratch AS tool-arm64"],
])("finds %s", (_, line) => {
  expect(tiesIn(`first\n${line}\n`)).toEqual([{ line: 2, text: line }]);
});

it.each([
  ["what asks the system", 'arch=$(dpkg --print-architecture); ls "/usr/lib/jvm/java-25-openjdk-$arch"'],
  ["a folder by pattern", "ls /usr/lib/*-linux-gnu/libjemalloc.so.2"],
  ["numbers in hexadecimal", "sha256: 0amd64f 0x64"],
])("leaves alone %s", (_, line) => {
  expect(tiesIn(line)).toEqual([]);
});
