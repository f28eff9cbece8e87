import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { type BrokenStage, upForFaults } from "../../../test/broken-stage.ts";
import { until } from "../../../test/until.ts";
import type { ActiveFault } from "../../model/ports.ts";
import { healFault } from "../heal.ts";

const { signal } = new AbortController();
let broken: BrokenStage;
/** Stands on the machine like any helper, and is asked in shell: what the faults' own programs say is not believed. */
let looker: string;

function withStage(name: string): void {
  beforeAll(async () => {
    broken = await upForFaults(name);
    looker = await broken.room.helpers.warm({ kind: "machine" });
  });
  afterEach(() => {
    expect(broken.room.journal.open()).toEqual([]);
  });
  afterAll(() => broken?.down());
}

async function inject(
  kind: string,
  target: string,
  params: Record<string, string | number> = {},
  ttlMs = 30_000,
) {
  const order = { kind, target, params, ttlMs };
  await broken.port.prepare(broken.stage, order);
  const active = await broken.port.inject(broken.stage, order);
  expect(await active.prove(8000, signal), active.detail).toBe(true);
  return active;
}

const refused = (kind: string, target: string, params: Record<string, string | number> = {}) =>
  expect(broken.port.inject(broken.stage, { kind, target, params, ttlMs: 5000 })).rejects;

async function end(active: ActiveFault): Promise<void> {
  await active.revert();
  expect(await active.healed(30_000, signal), active.detail).toBe(true);
  await active.revert();
  await leavesNothing(active.id);
}

/** By the journal alone, as another process does it. */
async function healByJournal(active: ActiveFault): Promise<void> {
  const open = broken.room.journal.open().find((one) => one.fault === active.id)!;
  expect(await healFault(open, { ...broken.room, by: "heal" }, 20_000)).toBe(true);
  await leavesNothing(active.id);
}

async function leavesNothing(fault: string): Promise<void> {
  expect(await broken.room.helpers.ofFault(fault)).toEqual([]);
  // in two parts and from a pipe, or the question would be among the answers
  const named = `printf %s "$A$B" | grep -laf - /proc/[0-9]*/cmdline 2>/dev/null || true`;
  const asked = ["exec", "--env", `A=${fault.slice(0, 4)}`, "--env", `B=${fault.slice(4)}`, looker];
  await expect.poll(() => broken.docker(...asked, "sh", "-c", named)).toBe("");
  const all = broken.stage.servers.flatMap((one) => one.containers.map(({ id }) => id));
  // a health check that runs just now is a stranger, too, and goes by itself
  await expect.poll(() => strangers(...all)).toBe("");
}

const look = (script: string, ...args: string[]) =>
  broken.docker("exec", looker, "sh", "-c", script, "look", ...args).trim();
const inspect = (service: string, format: string) =>
  broken.docker("inspect", "--format", format, broken.container(service)).trim();
const pidOf = (service: string) => inspect(service, "{{.State.Pid}}");
const lifeOf = (service: string) => inspect(service, "{{.State.StartedAt}}");

// $1 is a process or the path of a shared cgroup, $2 the controller
const find = `
cd /sys/fs/cgroup
case $1 in /*) path=$1 ;; *) path=$(awk -F: -v c="$2" '$2 == "" || $2 ~ "(^|,)" c "(,|$)" { print $3; exit }' "/proc/$1/cgroup") ;; esac
[ -f cgroup.controllers ] || cd "$2"
cd "./$path"`;
/** Cores that the kernel holds. */
const coresOf = (where: string) => {
  const script = `${find}
if [ -f cpu.max ]; then cat cpu.max; else cat cpu.cfs_quota_us cpu.cfs_period_us; fi`;
  const [quota, period] = look(script, where, "cpu").split(/\s+/).map(Number);
  return quota! / period!;
};
const throttledOf = (where: string) =>
  Number(look(`${find}\nawk '/nr_throttled/ { print $2 }' cpu.stat`, where, "cpu"));
/** Bytes that are used and cannot be given up. */
const usedOf = (where: string) => {
  const script = `${find}
used=$(cat memory.current 2>/dev/null || cat memory.usage_in_bytes)
prefix=$(grep -q total_active_file memory.stat && echo total_)
awk -v u="$used" -v p="$prefix" '$1 == p "active_file" || $1 == p "inactive_file" { u -= $2 } END { print u }' memory.stat`;
  return Number(look(script, where, "memory"));
};
/** Processes under the limits of containers that are none of their own. */
function strangers(...ids: string[]): string {
  const pids = broken
    .docker("inspect", "--format", "{{.State.Pid}}", ...ids)
    .trim()
    .split("\n");
  const script = `
for pid in "$@"; do for controller in cpu memory; do (
  set -- "$pid" "$controller"${find}
  for each in $(cat cgroup.procs); do
    if [ "$(readlink /proc/$each/ns/pid)" != "$(readlink /proc/$1/ns/pid)" ]; then echo $each; fi
  done
); done; done`;
  return look(script, ...pids);
}
const stateOf = (pid: string) => look(`awk '/^State/ { print $2 }' "/proc/$1/status"`, pid);

const mib = 1024 ** 2;

describe("servers with limits of their own", () => {
  withStage("scale-out");

  test("stop: ends in order, and is started again", async () => {
    const active = await inject("stop", "app-1");
    expect(inspect("app-1", "{{.State.Running}} {{.State.ExitCode}}")).toBe("false 0");
    await end(active);
  });

  test("pause: the kernel freezes it, and it goes on where it was", async () => {
    const before = [pidOf("app-1"), lifeOf("app-1")];
    const active = await inject("pause", "app-1");
    const frozen = `${find}\ncat freezer.state 2>/dev/null || grep frozen cgroup.events`;
    expect(look(frozen, pidOf("app-1"), "freezer")).toMatch(/^(FROZEN|frozen 1)$/);
    broken.docker("unpause", broken.container("app-1"));
    expect(await active.verify()).toBe(false);
    await end(active);
    expect([pidOf("app-1"), lifeOf("app-1")]).toEqual(before);
  });

  test("what is off or paused already is left as it is", async () => {
    const id = broken.container("app-2");
    const kinds = ["kill", "stop", "pause", "cpu", "memory", "noisy-neighbour"];
    broken.docker("pause", id);
    for (const kind of kinds) {
      await refused(kind, "app-2").toMatchObject({
        code: "fault",
        message: "app-2 is paused: app-2 cannot be broken like this",
      });
    }
    expect(inspect("app-2", "{{.State.Paused}}")).toBe("true");
    broken.docker("unpause", id);
    broken.docker("kill", id);
    for (const kind of kinds) await refused(kind, "app-2").toMatchObject({ code: "fault" });
    await refused("process-kill", "app-2", { process: "node" }).toMatchObject({
      message: "app-2 does not run: app-2 cannot be broken like this",
      next: expect.stringContaining("./lab heal"),
    });
    expect(inspect("app-2", "{{.State.Running}}")).toBe("false");
    broken.docker("start", id);
  });

  test("kill: starts again in mid-fault when it is told to", async () => {
    const life = lifeOf("app-1");
    const active = await inject("kill", "app-1", { "restart-after": "300ms" });
    await until(() => inspect("app-1", "{{.State.Running}}") === "true", "app-1 is started again", 5000);
    expect(lifeOf("app-1")).not.toBe(life);
    expect(await active.verify()).toBe(true);
    await end(active);
  });

  test("process-kill: a name that nobody has is answered with those that are there", async () => {
    await refused("process-kill", "lb-1", { process: "apache2" }).toMatchObject({
      code: "fault",
      message: "no process of lb-1 is called apache2",
      next: "choose one of: haproxy",
    });
  });

  test("process-kill: a container that ends with its process is started again", async () => {
    const pid = pidOf("app-1");
    const active = await inject("process-kill", "app-1", { process: "node" });
    await until(() => inspect("app-1", "{{.State.Running}}") === "false", "app-1 ends", 5000);
    await end(active);
    expect(pidOf("app-1")).not.toBe(pid);
  });

  test("process-kill: what stands still goes on, also when another process undoes it", async () => {
    const [pid, other] = [pidOf("app-1"), pidOf("app-2")];
    const active = await inject("process-kill", "app-1", { process: "node", signal: "STOP" });
    expect(stateOf(pid)).toBe("T");
    expect(stateOf(other)).not.toBe("T");
    await healByJournal(active);
    expect(stateOf(pid)).not.toBe("T");
    expect(pidOf("app-1")).toBe(pid);
  });

  test("cpu: the kernel holds less, and what it was afterwards", async () => {
    expect(coresOf(pidOf("app-1"))).toBe(0.2);
    const active = await inject("cpu", "app-1", { to: "30%" });
    expect(coresOf(pidOf("app-1"))).toBeCloseTo(0.06, 5);
    expect(coresOf(pidOf("app-2"))).toBe(0.2);
    await end(active);
    expect(coresOf(pidOf("app-1"))).toBe(0.2);
    expect(inspect("app-1", "{{.HostConfig.NanoCpus}}")).toBe("200000000");
  });

  test("cpu: a share that is none, or too small for any limit, is refused", async () => {
    await refused("cpu", "app-1", { to: "100%" }).toMatchObject({ code: "usage" });
    await refused("cpu", "app-1", { to: "1%" }).toMatchObject({ code: "usage", next: "give at least 5%" });
    expect(coresOf(pidOf("app-1"))).toBe(0.2);
  });

  test("memory: the kernel kills inside the limit; nobody else notices, and it starts again", async () => {
    const others = ["lb", "app-2", "db", "app-1-host"];
    const lives = others.map(lifeOf);
    const active = await inject("memory", "app-1");
    await until(() => inspect("app-1", "{{.State.Running}}") === "false", "app-1 ends", 5000);
    expect(inspect("app-1", "{{.State.OOMKilled}} {{.State.ExitCode}}")).toBe("true 137");
    expect(await active.verify()).toBe(true);
    await end(active);
    expect(others.map(lifeOf)).toEqual(lives);
    expect(others.map((one) => inspect(one, "{{.State.Running}} {{.State.OOMKilled}}"))).toEqual(
      others.map(() => "true false"),
    );
    expect(usedOf(pidOf("app-1"))).toBeLessThan(160 * mib);
  });

  test("memory: so little is left as was asked, and the server lives", async () => {
    const [life, used] = [lifeOf("app-1"), usedOf(pidOf("app-1"))];
    const active = await inject("memory", "app-1", { leave: "32MiB" });
    const left = 192 * mib - usedOf(pidOf("app-1"));
    expect(left).toBeGreaterThan(8 * mib);
    expect(left).toBeLessThan(72 * mib);
    expect(await active.verify()).toBe(true);
    await end(active);
    expect(lifeOf("app-1")).toBe(life);
    await until(() => usedOf(pidOf("app-1")) < used + 40 * mib, "the memory is given back", 5000);
  });

  test("memory: ends by itself when its time is up; leaving more than there is is refused", async () => {
    await refused("memory", "app-1", { leave: "190MiB" }).toMatchObject({
      code: "fault",
      message: expect.stringMatching(/^app-1 has only \d+ MiB left already$/),
    });
    const active = await inject("memory", "app-1", { leave: "32MiB" }, 3000);
    const runs = async () => (await broken.room.helpers.ofFault(active.id)).some((one) => one.running);
    await until(async () => !(await runs()), "the greedy process ends", 8000);
    expect(await active.verify()).toBe(false);
    expect(192 * mib - usedOf(pidOf("app-1"))).toBeGreaterThan(60 * mib);
    await healByJournal(active);
  });

  test("noisy-neighbour: the server is throttled without having work to do", async () => {
    const before = throttledOf(pidOf("app-1"));
    const active = await inject("noisy-neighbour", "app-1");
    await until(() => throttledOf(pidOf("app-1")) > before + 10, "app-1 is throttled", 8000);
    expect(strangers(broken.container("app-1"))).not.toBe("");
    await end(active);
    const after = throttledOf(pidOf("app-1"));
    await refused("noisy-neighbour", "app-1", { processes: 1000 }).toMatchObject({ code: "usage" });
    expect(throttledOf(pidOf("app-1"))).toBeLessThan(after + 10);
  });

  test("noisy-neighbour: lets a dead server start again, and is there when it does", async () => {
    const active = await inject("noisy-neighbour", "app-1", { processes: 1 });
    broken.docker("kill", broken.container("app-1"));
    expect(await active.verify()).toBe(false);
    broken.docker("start", broken.container("app-1"));
    await until(() => active.verify(), "the noise comes back", 8000);
    await end(active);
  });
});

describe("a server whose containers share their limits", () => {
  withStage("single-server");
  const shared = () => broken.stage.servers[0]!.cgroup!;
  const parts = ["web", "app", "db"];
  const cores = () => [shared(), ...parts.map(pidOf)].map(coresOf);

  test("cpu: all have less together, and each its own afterwards", async () => {
    expect(cores()).toEqual([0.5, 0.5, 0.5, 0.5]);
    const active = await inject("cpu", "server-1", { to: "40%" });
    expect(cores()).toEqual([0.2, 0.2, 0.2, 0.2]);
    await end(active);
    expect(cores()).toEqual([0.5, 0.5, 0.5, 0.5]);
  });

  test("cpu: one container of it can be squeezed alone, and another process undoes it", async () => {
    const active = await inject("cpu", "db", { to: "40%" });
    expect(cores()).toEqual([0.5, 0.5, 0.5, 0.2]);
    await healByJournal(active);
    expect(cores()).toEqual([0.5, 0.5, 0.5, 0.5]);
  });

  test("noisy-neighbour: the loops get time from all of it", async () => {
    const before = throttledOf(shared());
    const active = await inject("noisy-neighbour", "server-1");
    await until(() => throttledOf(shared()) > before + 5, "the box is throttled", 8000);
    await end(active);
    expect(look(`${find}\ncat cgroup.procs`, shared(), "cpu")).toBe("");
  });

  test("process-kill: the worker is killed, its master starts another one", async () => {
    const workers = () => look('cat "/proc/$1/task/$1/children"', pidOf("web")).split(" ");
    const [master, life, before] = [pidOf("web"), lifeOf("web"), workers()];
    const active = await inject("process-kill", "web", { process: "nginx", count: before.length });
    await end(active);
    expect([pidOf("web"), lifeOf("web")]).toEqual([master, life]);
    await until(() => workers().filter((one) => one !== "").length === before.length, "new workers", 5000);
    expect(workers().filter((one) => before.includes(one))).toEqual([]);
    expect((await fetch(broken.stage.url)).status).toBe(200);
  });

  test("memory: the kernel kills in the box, and what it spared goes on", async () => {
    await refused("memory", "db").toMatchObject({ code: "fault", next: "aim at server-1" });
    const lives = parts.map(lifeOf);
    const active = await inject("memory", "server-1");
    await until(
      () => parts.some((one) => inspect(one, "{{.State.Running}}") === "false"),
      "a part ends",
      5000,
    );
    await end(active);
    const changed = parts.filter((one, index) => lifeOf(one) !== lives[index]);
    expect(changed).toContain("db"); // the most memory
    // who asks for memory while the first victim still gives its own back (a health check) costs the kernel a second one
    expect(changed).not.toContain("web");
    expect((await fetch(broken.stage.url)).status).toBe(200);
  });
});
