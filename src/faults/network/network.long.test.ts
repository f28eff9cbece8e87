import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { type BrokenStage, upForFaults } from "../../../test/broken-stage.ts";
import {
  type NetworkEffect,
  networkEffects,
  networkKinds,
  type Order,
} from "../../../test/network-effects.ts";
import { type NetworkView, networkView } from "../../../test/network-view.ts";
import type { ActiveFault } from "../../model/ports.ts";
import { applyRules, chainOf, residue, sweep, sweepEverything } from "./frame.ts";

const { signal } = new AbortController();
let broken: BrokenStage;
let view: NetworkView;
let kinds: Record<string, NetworkEffect>;
/** What is in app-1's namespace while nothing is broken. */
let before: string;
const on: ActiveFault[] = [];
/** How long injecting took, in ms, by kind; the helper was warm. */
const took = new Map<string, number[]>();

beforeAll(async () => {
  broken = await upForFaults("scale-out");
  view = networkView(broken);
  kinds = networkEffects(view);
  before = await view.namespaceOf("app-1-host");
});
afterEach(async () => {
  for (const active of on.splice(0)) await end(active);
});
afterAll(() => broken?.down());

const orderOf = ({ kind, target = "app-1", params = {}, ttlMs = 20_000 }: Order) => ({
  kind,
  target,
  params,
  ttlMs,
});

async function strike(what: Order): Promise<ActiveFault> {
  const from = performance.now();
  const active = await broken.port.inject(broken.stage, orderOf(what));
  if (!took.has(what.kind)) took.set(what.kind, []);
  took.get(what.kind)!.push(performance.now() - from);
  return active;
}

async function inject(what: Order): Promise<ActiveFault> {
  await broken.port.prepare(broken.stage, orderOf(what));
  const active = await strike(what);
  on.push(active);
  expect(await active.prove(5000, signal), `${what.kind} bites`).toBe(true);
  return active;
}

const tbf = ["rate", "1gbit", "burst", "1m", "latency", "50ms"];

const median = (values: readonly number[]) =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!;

async function end(active: ActiveFault): Promise<void> {
  if (on.includes(active)) on.splice(on.indexOf(active), 1);
  await active.revert();
  expect(await active.healed(15_000, signal)).toBe(true);
}

describe.each(networkKinds)("%s", (kind) => {
  test("does what it says, and leaves nothing behind", async () => {
    const { order, seen, unseen } = kinds[kind]!;
    const active = await inject(order);
    await seen();
    await end(active);
    await unseen();
    expect(await view.namespaceOf("app-1-host")).toBe(before);
    // a second time does no harm
    await end(active);
  });

  test("ends in its helper when its time is up, with everybody else gone", async () => {
    const active = await inject({ ...kinds[kind]!.order, ttlMs: 1500 });
    await expect.poll(() => view.namespaceOf("app-1-host"), { timeout: 6000 }).toBe(before);
    await end(active);
  });

  test("leaves nothing that another helper could not sweep when its own is killed", async () => {
    const active = await inject(kinds[kind]!.order);
    broken.docker("kill", await view.helperAt("app-1-host"));
    await end(active);
    expect(await view.namespaceOf("app-1-host")).toBe(before);
  });
});

test.each([
  ["latency", "loss"],
  ["bandwidth", "dns-lie"],
])("%s and %s at once: each ends without the other, whichever goes first", async (...names) => {
  for (const order of [names, names.toReversed()]) {
    const [first, second] = [await inject(kinds[order[0]!]!.order), await inject(kinds[order[1]!]!.order)];
    await first.revert();
    expect(await second.verify()).toBe(true);
    await end(second);
    await end(first);
    expect(await view.namespaceOf("app-1-host")).toBe(before);
  }
});

test("what is not ours stays: rules, chains, queues and filters of others", async () => {
  const theirs = `
iptables -A INPUT -p tcp --dport 9 -m comment --comment "no -j SC-deadbeef" -j ACCEPT
iptables -N SC-deadbeef; iptables -A SC-deadbeef -j RETURN; iptables -I INPUT 1 -j SC-deadbeef
tc qdisc add dev eth0 handle ffff: ingress
tc filter add dev eth0 parent ffff: protocol arp pref 7 u32 match u32 0 0 flowid 1:1`;
  await view.at("app-1-host", "sh", "-c", theirs);
  const filters = () => view.at("app-1-host", "tc", "filter", "show", "dev", "eth0", "ingress");
  const [theirsThere, filtered] = [await view.namespaceOf("app-1-host"), await filters()];
  for (const name of ["bandwidth", "reset"]) await end(await inject(kinds[name]!.order));
  expect(await view.namespaceOf("app-1-host")).toBe(theirsThere);
  expect(await filters()).toBe(filtered);
  await view.at("app-1-host", "tc", "qdisc", "add", "dev", "eth0", "root", "handle", "7:", "tbf", ...tbf);
  await expect(inject(kinds.bandwidth!.order)).rejects.toMatchObject({ code: "fault" });
  expect(await view.at("app-1-host", "tc", "qdisc", "show", "dev", "eth0")).toContain("qdisc tbf 7: root");
  const mend = `
tc qdisc del dev eth0 root; tc qdisc del dev eth0 ingress
iptables -D INPUT -j SC-deadbeef; iptables -F SC-deadbeef; iptables -X SC-deadbeef; iptables -F INPUT`;
  await view.at("app-1-host", "sh", "-c", mend);
  expect(await view.namespaceOf("app-1-host")).toBe(before);
});

test("an order that comes after its fault was taken away does nothing", async () => {
  const [helper, id, reach] = [await view.helperAt("app-1-host"), "1a2b3c4d", broken.room.reach];
  const rules = { rules: `*filter\n:${chainOf(id)} - [0:0]\n-I INPUT 1 -j ${chainOf(id)}\nCOMMIT` };
  await applyRules(helper, id, 20_000, rules, reach);
  await sweep(helper, id, reach);
  await expect(applyRules(helper, id, 20_000, rules, reach)).rejects.toThrow(/taken away before/);
  expect(await residue(helper, id, reach)).toBe("");
  expect(await view.namespaceOf("app-1-host")).toBe(before);
});

test("without any record everything of ours is found and swept", async () => {
  const both = [await inject(kinds["dns-lie"]!.order), await inject(kinds.bandwidth!.order)];
  const swept = await sweepEverything(await view.helperAt("app-1-host"), broken.room.reach);
  expect(swept.split("\n").sort()).toEqual(both.map(({ id }) => id).sort());
  expect(await view.namespaceOf("app-1-host")).toBe(before);
});

test("a server in two networks is hit in both, and its long-lived look-ups are lied to", async () => {
  const untouched = await view.namespaceOf("lb");
  const checks = () => {
    const ask =
      'exec 3<>/dev/tcp/127.0.0.1/8404 && printf "GET /stats;csv HTTP/1.0\\r\\n\\r\\n" >&3 && cat <&3';
    const stats = broken.docker("exec", broken.container("lb"), "bash", "-c", ask);
    return /^apps,app-1,.*?,(UP|DOWN)/m.exec(stats)?.[1];
  };
  const lie = await inject({ kind: "dns-lie", target: "lb-1", params: { name: "app-1" } });
  await expect.poll(checks, { timeout: 8000 }).toBe("DOWN");
  await end(lie);
  await expect.poll(checks, { timeout: 8000 }).toBe("UP");
  for (const name of ["bandwidth", "reset", "latency"]) {
    await end(await inject({ ...kinds[name]!.order, target: "lb-1" }));
  }
  expect(await view.namespaceOf("lb")).toBe(untouched);
});

test("a reset breaks connections that are open, and no other port's", async () => {
  const talk = `
import socket, time
wire = socket.create_connection(("app-2", 8080), 1)
wire.send(b"GET / HTTP/1.1\\r\\n")
open("/tmp/open", "w").close()
try:
  for _ in range(200):
    wire.send(b"a: b\\r\\n")
    time.sleep(0.05)
except OSError as error: print(type(error).__name__)`;
  await view.at("app-1-host", "rm", "-f", "/tmp/open");
  const other = await inject({ kind: "reset", target: "app-2", params: { port: 8081 } });
  const said = view.at("app-1-host", "python3", "-c", talk);
  await expect.poll(() => view.at("app-1-host", "ls", "/tmp/open")).toBe("/tmp/open");
  await end(other);
  expect(await Promise.race([said, "it is open"])).toBe("it is open");
  await inject({ kind: "reset", target: "app-2", params: { port: 8080 } });
  expect(await said).toBe("ConnectionResetError");
});

test("how long injecting takes with a warm helper: at least ten of each kind", async () => {
  for (const { order } of Object.values(kinds)) {
    const all = took.get(order.kind)!;
    const fill = async (target: string) => {
      while (all.length < 10) await end(await strike({ ...order, target }));
    };
    await Promise.all([fill("app-1"), fill("app-2")]);
    console.log(`${order.kind}: injected in ${median(all).toFixed(0)} ms (median of ${all.length})`);
  }
  expect(await view.namespaceOf("app-1-host")).toBe(before);
});

test("packets are held up although every neighbour is dead; a server that is down is refused", async () => {
  // the database is the one server that works without any other
  const untouched = await view.namespaceOf("db");
  for (const service of ["lb", "app-1-host", "app-2-host"]) broken.docker("kill", broken.container(service));
  for (const name of ["partition", "latency", "loss", "bandwidth", "reset"]) {
    await end(await inject({ ...kinds[name]!.order, target: "db-1" }));
  }
  expect(await view.namespaceOf("db")).toBe(untouched);
  const refused = broken.port.inject(broken.stage, orderOf({ kind: "latency", target: "lb-1" }));
  await expect(refused).rejects.toMatchObject({
    code: "fault",
    message: "lb does not run: lb-1 has no network now",
  });
});
