import { afterAll, beforeAll, expect, test } from "vitest";
import { readOwners } from "../src/app/run-folder.ts";
import { type BrokenStage, upForFaults } from "./broken-stage.ts";
import { lab, root } from "./lab.ts";

const services = ["web", "app", "db"];
let stage: BrokenStage;
let tools: string;

/** Runs a script in a container that sees the host's cgroups; BASE is the root of the tree of a controller. */
function look(script: string, ...args: string[]): string {
  const find =
    "base() { [ -f /sys/fs/cgroup/cgroup.controllers ] && echo /sys/fs/cgroup || echo /sys/fs/cgroup/$1; };";
  const host = ["--privileged", "--pid=host", "--cgroupns=host", "-v", "/sys/fs/cgroup:/sys/fs/cgroup"];
  return stage
    .docker("run", "--rm", ...host, "--entrypoint", "sh", tools, "-c", `${find} ${script}`, "look", ...args)
    .trim();
}

beforeAll(async () => {
  stage = await upForFaults("single-server");
  tools = readOwners(root).get(stage.run)!.helperImages!.tools!;
});

afterAll(async () => {
  await stage?.down();
});

test("three busy loops on one server get its share of the cores together", () => {
  const { cgroup } = stage.stage.servers[0]!;
  expect(cgroup, "the server has a shared quota").toBeDefined();
  for (const service of services) {
    stage.docker("exec", "-d", stage.container(service), "timeout", "40", "sh", "-c", "while :; do :; done");
  }
  const usage =
    'if [ -f "$at/cpu.stat" ] && grep -q usage_usec "$at/cpu.stat"; then sed -n "s/^usage_usec //p" "$at/cpu.stat"; else echo $(($(cat "$(base cpuacct)$path/cpuacct.usage") / 1000)); fi';
  const script = `path=$1; at=$(base cpu)$path; now() { date +%s%6N; }; used() { ${usage}; }
    sleep 3; from=$(now) before=$(used); sleep 6; echo $(( ($(used) - before) * 1000 / ($(now) - from) ))`;
  const cores = Number(look(script, cgroup!)) / 1000;
  console.log(`three busy loops under a quota of 0.5 cores used ${cores}`);
  expect(cores).toBeGreaterThan(0.45);
  expect(cores).toBeLessThan(0.55);
});

test("what they may hold in memory is bounded together", async () => {
  const { cgroup } = stage.stage.servers[0]!;
  const limit = look(
    'at=$(base memory)$1; cat "$at/memory.max" 2>/dev/null || cat "$at/memory.limit_in_bytes"',
    cgroup!,
  );
  expect(Number(limit)).toBe(768 * 1024 ** 2);
  // each fits into its container's own limit, both together do not into the server's
  const hold = "head -c 550m /dev/zero | tail -c 550m | wc -c";
  for (const service of ["web", "app"]) {
    stage.docker("exec", "-d", stage.container(service), "sh", "-c", `timeout 240 sh -c '${hold}'; sleep 5`);
  }
  const kills =
    'at=$(base memory)$1; for i in $(seq 480); do n=$(for f in $(find "$at" -name memory.events -o -name memory.oom_control); do sed -n "s/^oom_kill //p" $f; done | sort -n | tail -n 1); [ "0$n" -gt 0 ] && break; sleep 0.5; done; echo "0$n"';
  expect(Number(look(kills, cgroup!))).toBeGreaterThan(0);
}, 400_000);

test("nothing of the quota is left when the stage is down", async () => {
  const left = 'find /sys/fs/cgroup -type d -name "*$1*" -o -type d -name "*$2*" | grep -v docker-; true';
  expect((await lab(["down", "--run", stage.run])).code).toBe(0);
  expect(look(left, stage.run, stage.run.replaceAll("-", "_"))).toBe("");
});
