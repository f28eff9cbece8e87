import { afterAll, describe, expect, test } from "vitest";
import { audit, lab, startLab, volumeCount } from "./lab.ts";

interface Up {
  run: string;
  project: string;
  url: string;
  servers: { name: string; type: string; containers: string[] }[];
}

afterAll(async () => {
  await lab(["down", "--all"]);
  await lab(["clean"]);
});

async function up(stage: string): Promise<Up> {
  const { code, stdout, stderr } = await lab(["up", stage, "--json", "--yes"]);
  expect(stderr).not.toMatch(/error/);
  expect(code).toBe(0);
  return JSON.parse(stdout) as Up;
}

describe("up and down", () => {
  test.each([
    ["scale-out", ["lb-1", "app-1", "app-2", "db-1"]],
    ["scale-out/one-backend", ["lb-1", "app-1", "db-1"]],
    ["single-server", ["server-1"]],
  ])("%s comes up, answers, and goes away whole", async (stage, servers) => {
    const volumes = await volumeCount();
    const stageUp = await up(stage);
    expect(stageUp.servers.map((server) => server.name).sort()).toEqual([...servers].sort());
    expect(stageUp.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/$/);
    const answer = await fetch(new URL("/feed", stageUp.url));
    expect(answer.status).toBe(200);
    expect(answer.headers.get("x-served-by")).toBeTruthy();
    const spared = await lab(["clean", "--json"]);
    expect(JSON.parse(spared.stdout)).toMatchObject({ removed: { containers: 0 }, left: [] });
    const down = await lab(["down", "--run", stageUp.run, "--json"]);
    expect(down.code).toBe(0);
    expect(await audit()).toEqual([]);
    expect(await volumeCount()).toBe(volumes);
  });

  test("two at once do not collide, and down asks which one is meant", async () => {
    const [first, second] = await Promise.all([up("scale-out"), up("scale-out")]);
    expect(first.project).not.toBe(second.project);
    const served = await Promise.all([first, second].map(async ({ url }) => (await fetch(url)).status));
    expect(served).toEqual([200, 200]);
    const unclear = await lab(["down"]);
    expect(unclear.code).toBe(2);
    expect(unclear.stderr).toContain(first.run);
    expect(unclear.stderr).toContain(second.run);
    expect((await lab(["down", "--all"])).code).toBe(0);
    expect(await audit()).toEqual([]);
  });

  test.each([
    ["a Ctrl-C", "SIGINT", 130],
    ["a terminal that goes", "SIGHUP", 129],
  ] as const)("%s while a stage comes up cleans and exits with its code", async (_what, signal, code) => {
    const running = startLab(["up", "scale-out", "--yes"]);
    await running.says(/needs up to/);
    running.child.kill(signal);
    expect((await running.ended).code).toBe(code);
    expect(await audit()).toEqual([]);
  });

  test("an unknown stage and variant name the choices", async () => {
    const stage = await lab(["up", "scale-aut"]);
    expect(stage.code).toBe(2);
    expect(stage.stderr).toMatch(/scale-out/);
    const variant = await lab(["up", "scale-out/one-backnd"]);
    expect(variant.code).toBe(2);
    expect(variant.stderr).toMatch(/one-backend/);
  });

  test("an image that cannot be had is a clear error, and nothing is left", async () => {
    const { code, stderr } = await lab(["up", "scale-out", "--yes"], {
      STAGECRAFT_MYSQL: "nowhere.invalid/mysql:0",
    });
    expect(code).toBe(3);
    expect(stderr).toMatch(/mysql/);
    expect(stderr).toMatch(/next:/);
    expect(await audit()).toEqual([]);
  });
});
