import { describe, expect, test } from "vitest";
import { fakeRoom } from "../testing/fake-engine.ts";
import { dnsDown } from "./dns-down.ts";
import { partition } from "./partition.ts";
import { rulesOf, trial } from "./testing.ts";

const message = async (work: Promise<unknown>) => {
  const thrown = await work.then(
    () => undefined,
    (error: unknown) => error,
  );
  return thrown as { code: string; message: string; next: string };
};

describe("a target", () => {
  test("is undone in each of its namespaces, a shared one once", async () => {
    const acts = async (target: string) => partition.plan(trial(partition, target).strike);
    expect(await acts("app-1")).toEqual([{ do: "network", of: "c-app-1-host" }]);
    expect(await acts("box-1")).toEqual([{ do: "network", of: "c-box-1-host" }]);
    expect(await acts("right")).toEqual([
      { do: "network", of: "c-app-2-host" },
      { do: "network", of: "c-db" },
    ]);
  });

  test("whose host does not run is refused, ahead of time too", async () => {
    const { room, strike } = trial(partition, "app-1");
    await room.engine.containers.kill("c-app-1-host");
    for (const work of [partition.warm!(strike), partition.plan(strike)]) {
      expect(await message(work)).toMatchObject({
        code: "fault",
        message: "app-1-host does not run: app-1 has no network now",
      });
    }
  });

  test("whose process is dead while its host is up can be broken", async () => {
    const { room, strike } = trial(partition, "app-1");
    await room.engine.containers.kill("c-app-1");
    expect(await partition.plan(strike)).toHaveLength(1);
  });

  test("that shares its address says who else is hit", async () => {
    expect((await trial(partition, "web").inject()).says).toBe(
      "cut web off from its networks; job on the same address is hit, too",
    );
    expect((await trial(partition, "box-1").inject()).says).toBe("cut box-1 off from its networks");
  });

  test("that ended meanwhile has neither the effect nor anything left of it", async () => {
    const { room, strike, look } = trial(dnsDown, "app-1");
    expect((await look("silence")).bites).toBe(true);
    await room.engine.containers.kill("c-app-1-host");
    expect((await look("silence")).bites).toBe(false);
    expect(await dnsDown.gone!(strike)).toBe(true);
  });

  test("of several namespaces is hit when each of them is, and healed when none is", async () => {
    const { room, strike } = trial(dnsDown, "right");
    room.engine.onExec((id) => {
      const db = room.engine.of(id).helper?.place.startsWith("network of c-db");
      return { code: 0, output: db ? "silence" : "10.0.0.2" };
    });
    expect(await dnsDown.verify(strike)).toBe(false);
    expect(await dnsDown.gone!(strike)).toBe(false);
  });
});

describe("the look from inside", () => {
  test("is told the addresses of all other servers, but not the target's own", async () => {
    const { told } = await trial(partition, "app-1").look("1");
    const engine = fakeRoom().engine;
    const of = async (id: string) => (await engine.containers.addresses(id))[0];
    const others = await Promise.all(["c-lb", "c-app-2-host", "c-db", "c-box-1-host"].map(of));
    expect(told.PEERS).toBe(others.join(" "));
    expect(told.ONLY).toBe("");
  });

  test("looks only at those that the fault is about", async () => {
    const { told } = await trial(partition, "app-1", { from: "db-1" }).look("1");
    expect(told.PEERS!.split(" ")).toHaveLength(1);
    expect(told.ONLY).toBe("db-1");
  });

  test("does without neighbours that are gone", async () => {
    const { room, look } = trial(partition, "app-1");
    for (const id of ["c-lb", "c-app-2-host", "c-db"]) room.engine.vanish(id);
    expect((await look("1")).told.PEERS!.split(" ")).toHaveLength(1);
  });
});

describe("from", () => {
  test.each([
    ["nobody", /no server or container is called nobody/, /app-1/],
    ["app-1", /that is app-1 itself/, /name other servers/],
  ])("%s is refused", async (from, what, next) => {
    const { strike } = trial(partition, "app-1", { from });
    expect(await message(partition.plan(strike))).toMatchObject({
      code: "usage",
      message: expect.stringMatching(what),
      next: expect.stringMatching(next),
    });
  });

  test("a server without an address now is refused", async () => {
    const { room, strike } = trial(partition, "app-1", { from: "db-1" });
    room.engine.of("c-db").addresses = [];
    expect(await message(partition.plan(strike))).toMatchObject({ code: "fault" });
  });

  test("may be a zone: a partition between two groups", async () => {
    const { told } = await trial(partition, "app-1", { from: "right" }).inject();
    const drops = rulesOf(told).filter((line) => line.includes("-in -s "));
    expect(drops).toHaveLength(2);
  });
});

test("the helper gets the fault's name, its time in seconds, and rules for its own chains only", async () => {
  const { told } = await trial(partition, "app-1").inject();
  expect(told).toMatchObject({ ID: "1a2b3c4d", TTL: "10" });
  expect(rulesOf(told)).toEqual([
    "*filter",
    ":SC-1a2b3c4d-in - [0:0]",
    "-I INPUT 1 ! -i lo -j SC-1a2b3c4d-in",
    "-A SC-1a2b3c4d-in -j DROP",
    ":SC-1a2b3c4d-out - [0:0]",
    "-I OUTPUT 1 ! -o lo -j SC-1a2b3c4d-out",
    "-A SC-1a2b3c4d-out -j DROP",
    "COMMIT",
  ]);
});

test("what the helper could not do is told in its last words", async () => {
  const { room, strike } = trial(partition, "app-1");
  room.engine.onExec(() => ({ code: 1, output: "one\niptables-restore: line 3 failed\n" }));
  expect(await message(partition.inject(strike))).toMatchObject({
    code: "fault",
    message: "network rules could not be set: one iptables-restore: line 3 failed",
  });
});
