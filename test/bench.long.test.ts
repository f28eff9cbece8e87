import { afterAll, expect, test } from "vitest";
import type { DiffResult } from "../src/compare/diff-result.ts";
import type { BenchResult } from "../src/compare/result.ts";
import { indexOf, leftBy, removeSeries, soundParts } from "./bench.ts";
import { lab, startLab } from "./lab.ts";

const seed = `long-${process.pid}-${Date.now()}`;
const [a, b, c] = ["scale-out/one-backend", "scale-out", "single-server"] as const;
const bench = (...stages: string[]) => [
  "bench",
  ...stages,
  "--quick",
  "--repeats",
  "3",
  "--seed",
  seed,
  "--json",
];

afterAll(async () => {
  await lab(["clean"]);
  removeSeries(seed);
});

test("two stages x 3 repeats go on after kill -9 and after Ctrl-C; a third stage costs its own runs only", async () => {
  const killed = startLab(bench(a, b));
  await killed.says(/part 3 of 6/);
  await killed.says(/part 3 of 6[\s\S]*measure knee/);
  killed.child.kill("SIGKILL");
  await killed.ended;
  const afterKill = indexOf(seed)!.parts.map(({ stage, repeat }) => `${stage} ${repeat}`);
  expect(afterKill).toEqual([`${a} 0`, `${b} 0`]);
  expect((await lab(["clean"])).code).toBe(0);

  const stopped = startLab(bench(a, b));
  await stopped.says(/part 2 of [\s\S]*bring up/);
  stopped.child.kill("SIGINT");
  expect((await stopped.ended).code).toBe(130);
  expect(await leftBy(seed)).toEqual([]);

  const whole = await lab(bench(a, b));
  expect(whole.code, whole.stderr).toBe(0);
  const result = JSON.parse(whole.stdout) as BenchResult;
  expect(result.parts.map(({ stage, repeat }) => `${stage} ${repeat}`)).toEqual(
    [0, 1, 2].flatMap((repeat) => [`${a} ${repeat}`, `${b} ${repeat}`]),
  );
  const finished = soundParts(result);

  const more = await lab(bench(a, b, c));
  expect(more.code, more.stderr).toBe(0);
  const wider = JSON.parse(more.stdout) as BenchResult;
  const before = wider.parts.filter((part) => part.before).map(({ run }) => run);
  expect(before.sort()).toEqual(Object.values(finished).sort());
  expect(wider.parts.filter(({ stage }) => stage === c)).toHaveLength(3);

  const { stdout } = await lab(["diff", a, b, "--json"]);
  const diff = JSON.parse(stdout) as DiffResult;
  expect(diff.bench).toBe(result.bench);
  const containers = diff.comparisons.find(({ metric }) => metric === "servers.containers");
  expect(containers).toMatchObject({ judgement: "worse", times: 6 / 4 });
}, 1_800_000);
