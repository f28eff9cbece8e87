import { afterAll, expect, test } from "vitest";
import { audit, dockerCli, lab } from "./lab.ts";
import { until } from "./until.ts";

afterAll(async () => {
  await lab(["down"]);
  await lab(["clean"]);
  expect(await audit()).toEqual([]);
});

test("keepalived watches the users' side, whichever interface the engine makes it after a restart", async () => {
  const up = await lab(["up", "lb-pair", "--json", "--yes"]);
  expect(up.stderr, up.stdout).not.toMatch(/is not up/);
  const { project } = JSON.parse(up.stdout) as { project: string };
  const cli = await dockerCli();
  const machine = `${project}-vip-2-1`;
  const seen = new Set<string>();
  // the engine draws at each start
  for (let restarts = 0; seen.size < 2; restarts++) {
    expect(restarts, `always ${[...seen]}`).toBeLessThan(60);
    cli("kill", machine);
    cli("start", machine);
    await until(() => watched() !== "", "keepalived is told its interface");
    const line = cli("exec", machine, "ip", "-brief", "address", "show", watched());
    expect(line).toMatch(/\.12\/24/);
    seen.add(watched());
  }

  function watched(): string {
    const script = "sed -n 's/ *interface //p' /run/keepalived.conf 2>/dev/null";
    return cli("exec", machine, "sh", "-c", script).trim();
  }
});
