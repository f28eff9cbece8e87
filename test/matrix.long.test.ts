import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, expect, test, vi } from "vitest";
import { spoilsCell } from "../src/app/matrix-cells.ts";
import { readPart } from "../src/app/part-index.ts";
import type { MatrixResult } from "../src/compare/matrix-result.ts";
import { indexOf, leftBy, removeSeries } from "./bench.ts";
import { lab, root, startLab } from "./lab.ts";

const seed = `matrix-${process.pid}-${Date.now()}`;
const kinds = ["kill", "pause", "partition"];
const words = ["matrix", "scale-out", "--faults", kinds.join(","), "--quick", "--seed", seed];

afterAll(async () => {
  await lab(["clean"]);
  removeSeries(seed, "matrix");
});

/** Resolves when the fault of the run is on, and proved. */
async function isBroken(run: string): Promise<void> {
  const journal = join(root, "runs", run, "faults.ndjson");
  await vi.waitFor(
    () => expect(existsSync(journal) ? readFileSync(journal, "utf8") : "").toContain('"verified"'),
    { timeout: 120_000, interval: 200 },
  );
}

test("a matrix goes on after kill -9 in a fault, measures no finished cell again, and prints its grid", async () => {
  const killed = startLab([...words, "--json"]);
  let said = "";
  killed.child.stderr?.on("data", (chunk: Buffer) => {
    said += chunk;
  });
  await killed.says(/part 2 of 3: pause on scale-out, repeat 1 \(run [\w-]+\)/);
  const [, under = ""] = /part 2 of 3: .*\(run ([\w-]+)\)/.exec(said) ?? [];
  await isBroken(under);
  killed.child.kill("SIGKILL");
  await killed.ended;
  const kept = indexOf(seed, "matrix")!.parts;
  expect(kept.map(({ stage, fault, repeat }) => [stage, fault, repeat])).toEqual([["scale-out", "kill", 0]]);
  const { unsound = [] } = readPart(root, kept[0]!.run);
  expect((await lab(["clean"])).code).toBe(0);
  expect(await leftBy(seed)).toEqual([]);

  const { code, stdout, stderr } = await lab([...words, "--json"]);
  const result = JSON.parse(stdout) as MatrixResult;
  const [first, ...others] = result.parts;
  // what this busy machine spoiled is rightly measured again
  const sound = !unsound.some(spoilsCell);
  expect([first?.before, first?.run === kept[0]!.run], stderr).toEqual([sound, sound]);
  expect(others.map(({ before, run }) => [before, run === under])).toEqual([
    [false, false],
    [false, false],
  ]);
  expect(result.cells.map(({ fault, target }) => [fault, target])).toEqual(
    kinds.map((kind) => [kind, "app-1"]),
  );
  expect(code, stderr).toBe(result.cells.every(({ state }) => state === "measured") ? 0 : 3);
  for (const { fault, state, survived } of result.cells) {
    const row = (metric: string) =>
      result.rows.find((one) => one.fault === fault && one.metric === metric)?.median;
    if (state !== "measured") continue;
    // one of two servers is gone, and the balancer takes its checks' time to notice
    expect(row("http.failed_ratio")).toBeGreaterThan(0);
    expect(row("http.failed_ratio")).toBeLessThan(0.5);
    expect(row("writes.lost")).toBe(0);
    if (row("http.failed_ratio")! > 0.1) expect(survived).toBe(false);
  }
  expect(await leftBy(seed)).toEqual([]);

  const grid = await lab(words);
  expect(grid.stdout).toMatch(/^3 faults on 1 stage$/m);
  for (const kind of kinds) expect(grid.stdout).toMatch(new RegExp(`^${kind} `, "m"));
  process.stdout.write(`\n${grid.stdout}\n`);
}, 900_000);
