import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { ListedFault } from "../src/app/list-faults.ts";
import { lab } from "./lab.ts";

async function listed(env: Record<string, string> = {}): Promise<Map<string, ListedFault>> {
  const { code, stdout, stderr } = await lab(["faults", "--json"], env);
  expect(code, stderr).toBe(0);
  return new Map((JSON.parse(stdout) as ListedFault[]).map((fault) => [fault.name, fault]));
}

test("lab faults says of each kind whether this engine can have it, and what it lacks", async () => {
  const all = await listed();
  expect([...all.values()].filter((fault) => fault.here === null)).toEqual([]);
  expect(all.get("kill")).toMatchObject({
    here: true,
    params: {
      "restart-after": { type: "duration", optional: true, example: expect.stringContaining("10s") },
    },
  });
  expect(all.get("partition")).toMatchObject({ here: true });
  const less = await listed({ STAGECRAFT_WITHOUT: "iptables,netem,nfqueue" });
  expect(less.get("kill")).toMatchObject({ here: true });
  for (const kind of ["partition", "latency"]) {
    expect(less.get(kind)).toMatchObject({ here: false, reason: expect.stringContaining(`${kind} needs `) });
  }
});

test("lab faults without an engine says that it is not known, and lists everything all the same", async () => {
  const home = mkdtempSync(join(tmpdir(), "stagecraft-no-engine-"));
  try {
    const all = await listed({ STAGECRAFT_HOME: home, DOCKER_HOST: `unix://${home}/none.sock` });
    expect(all.get("latency")).toMatchObject({ here: null, reason: expect.any(String) });
    expect(all.get("kill")).toMatchObject({ here: true });
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
});

test("lab doctor says how packets are delayed, and what faults lack", async () => {
  const doctor = async (without: string) => {
    const { stdout } = await lab(["doctor", "--json"], { STAGECRAFT_WITHOUT: without });
    const { checks } = JSON.parse(stdout) as { checks: { id: string; state: string; what: string }[] };
    return (id: string) => checks.find((check) => check.id === id);
  };
  const poor = await doctor("netem,nfqueue,tbf");
  expect(poor("network-faults")).toMatchObject({ state: "warn" });
  expect(poor("fault-abilities")).toMatchObject({ state: "warn", what: expect.stringContaining("tc tbf") });
  const rich = await doctor("netem");
  expect(rich("network-faults")).toMatchObject({
    state: "ok",
    what: expect.stringContaining("packet queue"),
  });
  expect(rich("fault-abilities")).toMatchObject({ state: "ok" });
});
