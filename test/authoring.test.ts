import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buildSync } from "esbuild";
import ts from "typescript";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readLab } from "../src/catalog/read-lab.ts";
import { type Block, blocks, commandsOf, labSteps, writeBlock } from "./authoring-page.ts";
import { root } from "./lab.ts";

let copy: string;

/** Puts a block after the one line that it names. */
function insert({ does, text }: Block): void {
  const file = join(copy, does.into!);
  const lines = readFileSync(file, "utf8").split("\n");
  const at = lines.flatMap((line, index) => (line === does.after ? [index] : []));
  expect(at, `lines of ${does.into} that say ${does.after}`).toHaveLength(1);
  lines.splice(at[0]! + 1, 0, text.trimEnd());
  writeFileSync(file, lines.join("\n"));
}

function build(checkout: string): void {
  buildSync({
    absWorkingDir: checkout,
    entryPoints: ["src/main.ts"],
    outfile: "dist/main.js",
    bundle: true,
    platform: "node",
    format: "esm",
    packages: "external",
  });
}

const labOf = (checkout: string, words: string[]): string =>
  execFileSync(process.execPath, [join(checkout, "dist/main.js"), ...words], {
    cwd: checkout,
    encoding: "utf8",
  });

beforeAll(() => {
  copy = mkdtempSync(join(tmpdir(), "stagecraft-authoring-"));
  for (const name of ["src", "labs", "compose", "test/every-fault.ts", "package.json", "tsconfig.json"]) {
    cpSync(join(root, name), join(copy, name), { recursive: true });
  }
  symlinkSync(join(root, "node_modules"), join(copy, "node_modules"));
});
afterAll(() => rmSync(copy, { recursive: true, force: true }));

test("what the page quotes is what the file says", () => {
  const quotes = blocks.filter((block) => block.does.quote);
  expect(quotes).toHaveLength(1);
  for (const { does, text } of quotes) expect(text).toBe(readFileSync(join(root, does.quote!), "utf8"));
});

// a compiler and a test runner of their own, on a machine that may be busy
describe("the recipe for a fault", { timeout: 60_000 }, () => {
  beforeAll(() => {
    const followed = blocks.filter(
      (block) => block.does.into || (block.does.file && !labSteps.includes(block)),
    );
    expect(followed.length).toBeGreaterThanOrEqual(5);
    for (const block of followed) {
      if (block.does.file) writeBlock(copy, block);
      else insert(block);
    }
  });

  test("has types that hold", () => {
    const { config } = ts.readConfigFile(join(copy, "tsconfig.json"), ts.sys.readFile);
    const { options } = ts.parseJsonConfigFileContent({ ...config, include: [] }, ts.sys, copy);
    const rootNames = ["src/faults/registry.ts", "src/faults/kinds/restart.test.ts", "test/every-fault.ts"];
    const program = ts.createProgram(
      rootNames.map((name) => join(copy, name)),
      options,
    );
    const wrong = ts
      .getPreEmitDiagnostics(program)
      .map((one) => `${one.file?.fileName}: ${ts.flattenDiagnosticMessageText(one.messageText, " ")}`);
    expect(wrong).toEqual([]);
  });

  test("has a unit test that passes", () => {
    const { VITEST: _, ...env } = process.env;
    const cli = join(root, "node_modules/vitest/vitest.mjs");
    const args = [cli, "run", "--root", copy, "--reporter", "json", "src/faults/kinds/restart.test.ts"];
    const said = execFileSync(process.execPath, args, { cwd: copy, env, encoding: "utf8" });
    expect(JSON.parse(said.slice(said.indexOf("{")))).toMatchObject({ success: true, numPassedTests: 2 });
  });

  test("gives a kind that the program knows, and that its page tells of", () => {
    build(copy);
    const lab = (...words: string[]) => labOf(copy, words);
    const said = lab("faults", "restart");
    expect(said).toMatch(/^restart: can be had here\n/);
    expect(said).toMatch(/--param wait=… {2}how long each is down \(duration, .*1s when left out\)/);
    expect(lab("faults", "--markdown")).toContain("\n## restart\n\nSIGKILL to every container");
  });
});

// its run on real containers: authoring-lab.long.test.ts
describe("writing a lab, from a checkout that has none,", { timeout: 60_000 }, () => {
  let empty: string;
  beforeAll(() => {
    empty = mkdtempSync(join(tmpdir(), "stagecraft-no-lab-"));
    for (const name of ["src", "compose", "package.json", "labs/ideas.yaml"])
      cpSync(join(root, name), join(empty, name), { recursive: true });
    symlinkSync(join(root, "node_modules"), join(empty, "node_modules"));
    build(empty);
  }, 60_000);
  afterAll(() => rmSync(empty, { recursive: true, force: true }));

  test("ends in one that is whole", () => {
    const said: string[] = [];
    for (const step of labSteps.filter(({ does }) => does.follow !== "engine")) {
      if (step.does.file) writeBlock(empty, step);
      else for (const words of commandsOf(step)) said.push(labOf(empty, words).split("\n")[0]!);
    }
    expect(said).toEqual([
      "labs/90-frozen-server/lab.yaml",
      "90-frozen-server: ok; 30 texts to be written",
      "90-frozen-server: ok",
    ]);
    expect(labOf(empty, ["list"])).toMatch(/^90-frozen-server .* ready\n$/);
  });

  test("is what the long test runs", () => {
    const measured = labSteps.filter(({ does }) => does.follow === "engine").map(commandsOf);
    expect(measured).toEqual([[["check", "90"]]]);
  });
});

describe("the recipe for a lab", () => {
  test("has steps, on stages with zones, that the catalog takes", () => {
    const zones = blocks.filter((block) => block.does.zones);
    expect(zones).toHaveLength(1);
    for (const { does, text } of zones) expect(readFileSync(join(copy, does.zones!), "utf8")).toContain(text);
    const steps = blocks.filter((block) => block.does.step);
    expect(steps.map((block) => block.does.step)).toEqual(Array(3).fill("labs/04-scale-out/lab.yaml"));
    const file = join(copy, "labs/04-scale-out/lab.yaml");
    const text = readFileSync(file, "utf8");
    writeFileSync(file, text.replace("\nsteps:\n", `\nsteps:\n${steps.map((block) => block.text).join("")}`));
    const read = readLab(file);
    expect("problems" in read && read.problems).toBe(false);
    if ("problems" in read) return;
    expect(read.lab.steps.slice(0, 4)).toMatchObject([
      {
        id: "slow-database",
        fault: {
          targets: { default: "db-1", byStage: { single: "server-1" } },
          params: { delay: "200ms", jitter: "20ms" },
        },
      },
      { id: "lose-a-site", fault: { kind: "partition", targets: { default: "site" } } },
      { id: "reach", commands: [{ times: 3, timeoutMs: 5000 }, { only: ["scale-out"] }] },
      { id: "look-under-load", commands: [{ phase: "fault", afterMs: 2000 }] },
    ]);
  });
});
