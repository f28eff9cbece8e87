import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, expect, test } from "vitest";

const root = dirname(import.meta.dirname);
const folders: string[] = [];

afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

interface Cruise {
  summary: { totalCruised: number; violations: { rule: { name: string } }[] };
}

/** Runs the project's own dependency rules over a small tree; answers with the names of the rules it breaks. */
function brokenRules(files: Record<string, string>): { cruised: number; rules: string[] } {
  const folder = mkdtempSync(join(tmpdir(), "stagecraft-rules-"));
  folders.push(folder);
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  for (const name of [".dependency-cruiser.cjs", "tsconfig.json", "package.json"])
    cpSync(join(root, name), join(folder, name));
  symlinkSync(join(root, "node_modules"), join(folder, "node_modules"));
  const cli = join(root, "node_modules/dependency-cruiser/bin/dependency-cruise.mjs");
  let output: string;
  try {
    const args = [cli, "src", "--config", ".dependency-cruiser.cjs", "--output-type", "json"];
    output = execFileSync(process.execPath, args, { cwd: folder, encoding: "utf8", maxBuffer: 1 << 26 });
  } catch (thrown) {
    output = (thrown as { stdout: string }).stdout;
  }
  const { summary } = JSON.parse(output) as Cruise;
  return {
    cruised: summary.totalCruised,
    rules: [...new Set(summary.violations.map(({ rule }) => rule.name))].sort(),
  };
}

const value = "export const value = 1;\n";
const imports = (from: string) => `import { value } from "${from}";\nexport const other = value;\n`;

test("a tree that keeps the rules passes, and was looked at", () => {
  const { cruised, rules } = brokenRules({
    "src/model/a.ts": value,
    "src/plan/b.ts": imports("../model/a.ts"),
    "src/app/c.ts": imports("../plan/b.ts").replace("value }", "other as value }"),
  });
  expect(rules).toEqual([]);
  expect(cruised).toBeGreaterThanOrEqual(3);
});

test.each([
  [
    "a room imports another room",
    { "src/run/a.ts": imports("../docker/b.ts"), "src/docker/b.ts": value },
    "rooms-stay-apart",
  ],
  [
    "model imports a room",
    { "src/model/a.ts": imports("../plan/b.ts"), "src/plan/b.ts": value },
    "model-imports-nothing-of-ours",
  ],
  [
    "cli reaches past app",
    { "src/cli/a.ts": imports("../docker/b.ts"), "src/docker/b.ts": value },
    "cli-to-app-only",
  ],
  [
    "app imports cli",
    { "src/app/a.ts": imports("../cli/b.ts"), "src/cli/b.ts": value },
    "app-never-imports-cli",
  ],
  [
    "main reaches past cli",
    { "src/main.ts": imports("./app/b.ts"), "src/app/b.ts": value },
    "main-to-cli-only",
  ],
  [
    "a driver outside docker/",
    { "src/run/a.ts": 'import Docker from "dockerode";\nexport default Docker;\n' },
    "drivers-only-in-docker",
  ],
  [
    "a pure room reads a file",
    { "src/verdict/a.ts": 'export { readFileSync } from "node:fs";\n' },
    "pure-rooms-do-no-io",
  ],
  [
    "two files import each other",
    { "src/plan/a.ts": imports("./b.ts"), "src/plan/b.ts": `import "./a.ts";\n${value}` },
    "no-circular",
  ],
  [
    "src imports the sample app",
    { "src/app/a.ts": imports("../../sample-app/b.ts"), "sample-app/b.ts": value },
    "sample-app-apart",
  ],
  ["an import that leads nowhere", { "src/plan/a.ts": imports("./nowhere.ts") }, "not-to-unresolvable"],
])("a planted violation is found: %s", (_, files, rule) => {
  expect(brokenRules(files as Record<string, string>).rules).toContain(rule);
});
