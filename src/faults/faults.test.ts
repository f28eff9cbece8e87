import { describe, expect, test } from "vitest";
import { faultKinds } from "../model/fault.ts";
import type { Clock, ContainerPort } from "../model/ports.ts";
import type { RunningStage } from "../model/stage.ts";
import { createFaultPort, faults, findTarget } from "./registry.ts";

const container = (service: string) => ({ id: `id-${service}`, name: service, service });

const stage: RunningStage = {
  alias: "scale-out",
  project: "p",
  url: "http://127.0.0.1:1/",
  inside: { host: "lb", port: 80 },
  clientNetwork: "n",
  clientCpus: 0.6,
  servers: [
    { name: "app-1", type: "nano", containers: [container("app-1")], sandbox: container("app-1-host") },
    { name: "box", type: "small", containers: [container("web"), container("db")] },
  ],
  composeFile: "",
  upMs: 1,
};

/** An engine of containers that run or not, and helpers that drop packets once they are asked to. */
function fakeEngine() {
  const running = new Map(["app-1", "web", "db", "app-1-host"].map((service) => [`id-${service}`, true]));
  const helpers = new Map<string, string>();
  let dropped = 0;
  const port: ContainerPort = {
    async kill(id) {
      running.set(id, false);
    },
    async start(id) {
      running.set(id, true);
    },
    async state(id) {
      const up = running.get(id) ?? false;
      return { running: up, healthy: up, startedAt: "" };
    },
    async helper(inNetworkOf) {
      if (!running.get(inNetworkOf)) throw new Error("no such network");
      helpers.set(`helper-of-${inNetworkOf}`, inNetworkOf);
      return `helper-of-${inNetworkOf}`;
    },
    async exec(id) {
      return helpers.has(id) ? { code: 0, output: `${dropped}\n` } : { code: 1, output: "" };
    },
    async removeHelper(id) {
      helpers.delete(id);
    },
  };
  return {
    port,
    running,
    helpers,
    drop(packets: number) {
      dropped = packets;
    },
  };
}

let now = 0;
const clock: Clock = {
  now: () => now,
  async sleep(ms) {
    now += ms;
  },
};
const { signal } = new AbortController();
const portOf = (engine: ReturnType<typeof fakeEngine>) => createFaultPort(engine.port, clock);

test("every kind that the schema knows is implemented, and no other", () => {
  expect([...faults.keys()].sort()).toEqual(faultKinds.map((kind) => kind.name).sort());
});

describe("targets", () => {
  test("a server is all that runs on it; its sandbox is only its network", () => {
    expect(findTarget(stage, "app-1")).toEqual({
      name: "app-1",
      containers: [container("app-1")],
      networks: [container("app-1-host")],
    });
    expect(findTarget(stage, "box").containers.map(({ service }) => service)).toEqual(["web", "db"]);
  });

  test("one service of a server can be aimed at alone", () => {
    expect(findTarget(stage, "db").containers).toEqual([container("db")]);
  });

  test("an unknown one, and an unknown kind, list the choices", async () => {
    expect(() => findTarget(stage, "app-9")).toThrow(
      expect.objectContaining({ next: "choose one of: app-1, box, web, db" }),
    );
    await expect(portOf(fakeEngine()).inject(stage, "kil", "app-1", {})).rejects.toMatchObject({
      code: "usage",
      next: expect.stringContaining("kill"),
    });
  });
});

describe("kill", () => {
  test("takes everything of the server down, but not its sandbox, and starts it again", async () => {
    const engine = fakeEngine();
    const fault = await portOf(engine).inject(stage, "kill", "app-1", {});
    expect(engine.running.get("id-app-1")).toBe(false);
    expect(engine.running.get("id-app-1-host")).toBe(true);
    expect(await fault.verify()).toBe(true);
    await fault.revert();
    expect(await fault.healed(1000, signal)).toBe(true);
    expect(await fault.verify()).toBe(false);
  });

  test("does not bite when something starts the container again", async () => {
    const engine = fakeEngine();
    const fault = await portOf(engine).inject(stage, "kill", "box", {});
    engine.running.set("id-db", true);
    expect(await fault.verify()).toBe(false);
  });

  test("is not healed while a container stays down", async () => {
    const engine = fakeEngine();
    const fault = await portOf(engine).inject(stage, "kill", "box", {});
    await fault.revert();
    engine.running.set("id-web", false);
    expect(await fault.healed(1000, signal)).toBe(false);
  });
});

describe("partition", () => {
  test("is proved by packets that were dropped, not by its rules", async () => {
    const engine = fakeEngine();
    const fault = await portOf(engine).inject(stage, "partition", "app-1", {});
    expect([...engine.helpers.values()]).toEqual(["id-app-1-host"]);
    expect(await fault.verify()).toBe(false);
    engine.drop(3);
    expect(await fault.verify()).toBe(true);
  });

  test("ends with its helper, also when it is reverted twice", async () => {
    const engine = fakeEngine();
    engine.drop(3);
    const fault = await portOf(engine).inject(stage, "partition", "app-1", {});
    await fault.revert();
    await fault.revert();
    expect(engine.helpers.size).toBe(0);
    expect(await fault.verify()).toBe(false);
    expect(await fault.healed(1000, signal)).toBe(true);
  });

  test("that cannot cut every part of its target cuts none", async () => {
    const engine = fakeEngine();
    engine.running.set("id-db", false);
    await expect(portOf(engine).inject(stage, "partition", "box", {})).rejects.toThrow();
    expect(engine.helpers.size).toBe(0);
  });
});

describe("join", () => {
  test("is off before the load, on afterwards, and stays", async () => {
    const engine = fakeEngine();
    const port = portOf(engine);
    await port.prepare(stage, "join", "app-1");
    expect(engine.running.get("id-app-1")).toBe(false);
    const fault = await port.inject(stage, "join", "app-1", {});
    expect(await fault.verify()).toBe(true);
    await fault.revert();
    expect(await fault.healed(1000, signal)).toBe(true);
    expect(engine.running.get("id-app-1")).toBe(true);
  });
});
