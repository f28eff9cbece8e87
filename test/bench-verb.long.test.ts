import { afterEach, expect, test } from "vitest";
import type { DiffResult } from "../src/compare/diff-result.ts";
import type { BenchResult } from "../src/compare/result.ts";
import { indexOf, leftBy, removeSeries, soundParts } from "./bench.ts";
import { lab, startLab } from "./lab.ts";

const seed = `test-${process.pid}-${Date.now()}`;
const words = (...more: string[]) => ["bench", "single-server", "--quick", "--seed", seed, "--json", ...more];

afterEach(async () => {
  await lab(["clean"]);
  removeSeries(seed);
});

test("bench measures a stage, keeps what is finished when it is killed, and leaves nothing behind", async () => {
  const first = await lab(words("--repeats", "1"));
  expect(first.code, first.stderr).toBe(0);
  const result = JSON.parse(first.stdout) as BenchResult;
  const row = (metric: string) => result.rows.find((one) => one.metric === metric);
  expect(row("servers.containers")).toMatchObject({ stage: "single-server", median: 4, repeats: 1 });
  expect(row("http.ok_ratio")).toMatchObject({ fault: "kill server-1", unit: "ratio" });
  expect(await leftBy(seed)).toEqual([]);

  const sound = Object.keys(soundParts(result)).length === 1;
  const again = startLab(words("--repeats", "2"));
  await again.says(sound ? /repeat 1: taken from before/ : /was not sound/);
  await again.says(/bring up single-server/);
  again.child.kill("SIGKILL");
  await again.ended;
  expect(indexOf(seed)?.parts.map(({ run }) => run)).toEqual([result.parts[0]!.run]);
  expect((await lab(["clean", "--json"])).code).toBe(0);
  expect(await leftBy(seed)).toEqual([]);
}, 600_000);

test("diff says what changed between stages, and how to get figures that are not there", async () => {
  const { code, stdout, stderr } = await lab(["diff", "scale-out/one-backend", "scale-out", "--json"]);
  expect(code, stderr).toBe(0);
  const { changes } = JSON.parse(stdout) as DiffResult;
  expect(changes).toContainEqual({ kind: "link", change: "added", name: "app-2-host – private" });
  expect(changes.find(({ kind, name }) => kind === "config" && name === "backend")?.diff).toMatch(
    /^\+ +server app-2/m,
  );
  expect(stdout).not.toMatch(/sc-|\/sample-app"/);
});
