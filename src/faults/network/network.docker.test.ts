import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { type BrokenStage, upForFaults } from "../../../test/broken-stage.ts";
import { type NetworkView, networkView } from "../../../test/network-view.ts";
import type { ActiveFault } from "../../model/ports.ts";

const { signal } = new AbortController();
let broken: BrokenStage;
let view: NetworkView;
/** What is in app-1's namespace while nothing is broken. */
let before: string;
const on: ActiveFault[] = [];
/** How long injecting took, in ms, by kind; the helper was warm. */
const took = new Map<string, number[]>();

beforeAll(async () => {
  broken = await upForFaults("scale-out");
  view = networkView(broken);
  before = await view.namespaceOf("app-1-host");
});
afterEach(async () => {
  for (const active of on.splice(0)) await end(active);
});
afterAll(() => broken?.down());

interface Order {
  kind: string;
  target?: string;
  params?: Record<string, string | number>;
  ttlMs?: number;
}

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

const median = (values: readonly number[]) =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!;

async function end(active: ActiveFault): Promise<void> {
  if (on.includes(active)) on.splice(on.indexOf(active), 1);
  await active.revert();
  expect(await active.healed(15_000, signal)).toBe(true);
}

const toApp1 = () => view.connect("app-2-host", "app-1", 8080);

/** Every kind, with how its effect and its absence look from outside, or to those who live there. */
const kinds: Record<string, { order: Order; seen: () => Promise<void>; unseen: () => Promise<void> }> = {
  partition: {
    order: { kind: "partition" },
    seen: async () => expect((await toApp1()).said).toBe("TimeoutError"),
    unseen: async () => expect((await toApp1()).said).toBe("ok"),
  },
  latency: {
    order: { kind: "latency", params: { delay: "150ms" } },
    seen: async () => {
      const { said, ms } = await toApp1();
      expect(said).toBe("ok");
      expect(ms).toBeGreaterThan(150);
    },
    unseen: async () => expect((await toApp1()).ms).toBeLessThan(150),
  },
  loss: {
    order: { kind: "loss", params: { share: "40%" } },
    seen: async () => expect(Math.abs((await view.lost("app-2-host", "app-1-host")) - 40)).toBeLessThan(20),
    unseen: async () => expect(await view.lost("app-2-host", "app-1-host")).toBe(0),
  },
  bandwidth: {
    order: { kind: "bandwidth", params: { rate: "5mbit" } },
    seen: async () => {
      for (const [from, to] of [
        ["app-1-host", "app-2-host"],
        ["app-2-host", "app-1-host"],
      ] as const) {
        const rate = await view.stream(from, to);
        expect(rate).toBeGreaterThan(3);
        expect(rate).toBeLessThan(6);
      }
    },
    unseen: async () => expect(await view.stream("app-2-host", "app-1-host")).toBeGreaterThan(20),
  },
  reset: {
    order: { kind: "reset" },
    seen: async () => expect((await toApp1()).said).toBe("ConnectionRefusedError"),
    unseen: async () => expect((await toApp1()).said).toBe("ok"),
  },
  "dns-down": {
    order: { kind: "dns-down" },
    seen: async () => {
      expect(await view.lookUp("app-1-host", "db")).toBe("");
      // by TCP, too
      expect((await view.connect("app-1-host", "127.0.0.11", 53)).said).toBe("TimeoutError");
    },
    unseen: async () => expect(await view.lookUp("app-1-host", "db")).toMatch(/^\d+\./),
  },
  "dns-lie": {
    order: { kind: "dns-lie", params: { name: "DB" } },
    seen: async () => {
      expect(await view.lookUp("app-1-host", "db")).toBe("192.0.2.1");
      expect(await view.lookUp("app-1-host", "app-2")).toMatch(/^(172|10|192\.168)\./);
    },
    unseen: async () => expect(await view.lookUp("app-1-host", "db")).toMatch(/^(172|10|192\.168)\./),
  },
};

describe.each(Object.entries(kinds))("%s", (_, { order, seen, unseen }) => {
  test("does what it says, and leaves nothing behind", async () => {
    const active = await inject(order);
    await seen();
    await end(active);
    await unseen();
    expect(await view.namespaceOf("app-1-host")).toBe(before);
    // a second time does no harm
    await end(active);
  });

  test("ends in its helper when its time is up, with everybody else gone", async () => {
    const active = await inject({ ...order, ttlMs: 1200 });
    expect(await view.namespaceOf("app-1-host")).not.toBe(before);
    await expect.poll(() => view.namespaceOf("app-1-host"), { timeout: 6000 }).toBe(before);
    await end(active);
  });

  test("leaves nothing that another helper could not sweep when its own is killed", async () => {
    const active = await inject(order);
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
  for (const service of ["lb", "app-2-host", "db"]) broken.docker("kill", broken.container(service));
  for (const name of ["partition", "latency", "loss", "bandwidth", "reset"]) {
    await end(await inject({ ...kinds[name]!.order }));
  }
  expect(await view.namespaceOf("app-1-host")).toBe(before);
  const refused = broken.port.inject(broken.stage, orderOf({ kind: "latency", target: "lb-1" }));
  await expect(refused).rejects.toMatchObject({
    code: "fault",
    message: "lb does not run: lb-1 has no network now",
  });
});
