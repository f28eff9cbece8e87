import { beforeEach, describe, expect, test } from "vitest";
import { noAbilities } from "../model/abilities.ts";
import { LabError } from "../model/errors.ts";
import { createFaultPort } from "./port.ts";
import { abilitiesBut, type FakeRoom, fakeOwner, fakeRoom } from "./testing/fake-engine.ts";

let room: FakeRoom;
beforeEach(() => {
  room = fakeRoom();
});

const never = new AbortController().signal;
const inject = (kind: string, target: string, params = {}) =>
  room.port.inject(room.stage, room.order(kind, target, params));
/** Orders to the engine and entries of the journal; commands without their scripts. */
const diary = () => room.diary.map((line) => line.split("\n")[0]!.trim());

async function refusal(work: Promise<unknown>): Promise<LabError> {
  const thrown = await work.then(
    () => undefined,
    (why: unknown) => why,
  );
  if (!(thrown instanceof LabError)) throw new Error(`no LabError: ${String(thrown)}`);
  return thrown;
}

describe("the life of a fault", () => {
  test("is in the journal, the intent before anything is touched", async () => {
    const active = await inject("kill", "app-1");
    expect(await active.prove(1000, never)).toBe(true);
    await active.revert();
    expect(await active.healed(1000, never)).toBe(true);
    expect(diary()).toEqual([
      "journal intent",
      "kill c-app-1",
      "journal injected",
      "journal verified",
      "start c-app-1",
      "journal reverted",
      "journal healed",
    ]);
    expect(room.journal.open()).toEqual([]);
  });

  test("begins with all that another process needs to undo it", async () => {
    const active = await inject("kill", "box-1", { "restart-after": "1m" });
    expect(room.journal.open()).toEqual([
      {
        at: 1_000_000,
        fault: active.id,
        state: "intent",
        last: "injected",
        stage: "two",
        kind: "kill",
        target: "box-1",
        params: { "restart-after": "1m" },
        containers: ["c-web", "c-job", "c-box-1-host"],
        owner: fakeOwner,
        expiresAt: 1_010_000,
        undo: [
          { do: "start", container: "c-box-1-host" },
          { do: "start", container: "c-web" },
          { do: "start", container: "c-job" },
        ],
      },
    ]);
  });

  test("has a lease that allows for a slow injection, and begins anew when it is in place", async () => {
    await inject("kill", "app-1");
    const leases = room.journal.records.map((one) => ("expiresAt" in one ? one.expiresAt : undefined));
    expect(leases).toEqual([1_025_000, 1_010_000]);
  });

  test("tells how long each part took, from the order for it", async () => {
    const active = await inject("kill", "app-1");
    room.engine.of("c-app-1").running = true;
    room.clock.in(240, () => room.engine.containers.kill("c-app-1"));
    expect(await active.prove(1000, never)).toBe(true);
    await room.clock.sleep(5000, never);
    await active.revert();
    room.engine.of("c-app-1").healthy = false;
    room.clock.in(730, () => {
      room.engine.of("c-app-1").healthy = true;
    });
    expect(await active.healed(2000, never)).toBe(true);
    const took = Object.fromEntries(
      room.journal.records.map((one) => [one.state, one.state === "intent" ? undefined : one.tookMs]),
    );
    // looked at every 50 and every 100 ms
    expect(took).toEqual({ intent: undefined, injected: 0, verified: 250, reverted: 0, healed: 800 });
  });

  test("without an effect is on record as such, and is undone all the same", async () => {
    const active = await inject("kill", "app-1");
    await room.engine.containers.start("c-app-1");
    expect(await active.prove(1000, never)).toBe(false);
    await active.revert();
    expect(await active.healed(1000, never)).toBe(true);
    expect(room.journal.states()).toEqual(["intent", "injected", "did-not-bite", "reverted", "healed"]);
    expect(room.journal.records[2]).toMatchObject({ tookMs: 1000 });
  });

  test("stays open while the target does not work again", async () => {
    const active = await inject("kill", "app-1");
    await active.revert();
    room.engine.of("c-app-1").healthy = false;
    expect(await active.healed(1000, never)).toBe(false);
    expect(room.journal.open().map((one) => one.last)).toEqual(["not-healed"]);
    room.engine.of("c-app-1").healthy = true;
    expect(await active.healed(1000, never)).toBe(true);
    expect(room.journal.open()).toEqual([]);
  });

  test("stays open while something of it is left, though its effect is gone", async () => {
    let left = "-A INPUT -j SC-left";
    room.engine.onExec((_, [, , script = ""]) =>
      script.trimEnd().endsWith("residue") ? { code: 0, output: left } : undefined,
    );
    const active = await inject("latency", "app-1");
    await active.revert();
    expect(await active.healed(1000, never)).toBe(false);
    expect(room.journal.open()).toHaveLength(1);
    left = "";
    expect(await active.healed(1000, never)).toBe(true);
  });

  test("can be broken off while it is proved and while it heals", async () => {
    const active = await inject("kill", "app-1");
    room.engine.of("c-app-1").running = true;
    const stop = new AbortController();
    room.clock.in(100, () => stop.abort(new LabError("interrupted", "stopped by Ctrl-C")));
    await expect(active.prove(60_000, stop.signal)).rejects.toThrow("stopped by Ctrl-C");
    expect(room.clock.now()).toBe(1_000_100);
    room.engine.of("c-app-1").healthy = false;
    await active.revert();
    await expect(active.healed(60_000, stop.signal)).rejects.toThrow("stopped by Ctrl-C");
    expect(room.journal.open()).toHaveLength(1);
  });

  test("may be reverted twice", async () => {
    const active = await inject("kill", "app-1");
    await active.revert();
    await active.healed(1000, never);
    const life = room.engine.of("c-app-1").startedAt;
    await room.clock.sleep(3000, never);
    await active.revert();
    expect(await active.healed(1000, never)).toBe(true);
    expect(room.engine.of("c-app-1").startedAt).toBe(life);
    expect(room.journal.open()).toEqual([]);
    // time counts from the first order
    expect(room.journal.records.at(-1)).toMatchObject({ state: "healed", tookMs: 3000 });
  });

  test("ends well when the target is removed in the middle of it", async () => {
    const active = await inject("kill", "app-1");
    room.engine.vanish("c-app-1");
    expect(await active.verify()).toBe(true);
    await active.revert();
    expect(await active.healed(1000, never)).toBe(true);
    expect(room.journal.states().at(-1)).toBe("healed");
  });
});

describe("an injection that fails", () => {
  test("is undone and closed", async () => {
    room.engine.fail("kill c-job", new TypeError("socket hang up"));
    const error = await refusal(inject("kill", "box-1"));
    expect(error).toMatchObject({ code: "fault", message: "kill of box-1: socket hang up" });
    expect(error.cause).toBeInstanceOf(TypeError);
    expect(room.engine.of("c-web").running).toBe(true);
    expect(diary()).toEqual([
      "journal intent",
      "kill c-web",
      "start c-web",
      "journal reverted",
      "journal healed",
    ]);
  });

  test("keeps the words of an error of ours", async () => {
    room.engine.fail("kill c-app-1", new LabError("stage", "the engine refuses", { next: "wait" }));
    expect(await refusal(inject("kill", "app-1"))).toMatchObject({
      code: "stage",
      message: "the engine refuses",
      next: "wait",
    });
  });

  test("because the engine went away stays open", async () => {
    room.engine.onCall((line) => {
      if (line === "kill c-app-1") room.engine.away = true;
    });
    expect(await refusal(inject("kill", "app-1"))).toMatchObject({ code: "engine" });
    expect(room.journal.states()).toEqual(["intent"]);
  });

  test("and cannot be undone either tells why it failed, and stays open", async () => {
    room.engine.fail("kill c-job", new LabError("stage", "first cause"));
    room.engine.fail("start c-web", new LabError("stage", "second cause"));
    expect((await refusal(inject("kill", "box-1"))).message).toBe("first cause");
    expect(room.journal.open()).toHaveLength(1);
  });

  test("touches nothing when the intent cannot be written", async () => {
    room.journal.full = true;
    expect(await refusal(inject("kill", "app-1"))).toMatchObject({ code: "environment" });
    expect(diary()).toEqual([]);
    expect(room.engine.of("c-app-1").running).toBe(true);
  });
});

describe("two faults", () => {
  test("of one kind on one target: the second is refused, and touches nothing", async () => {
    const first = await inject("kill", "app-1");
    const before = [...room.diary];
    const error = await refusal(inject("kill", "app-1"));
    expect(error).toMatchObject({
      code: "usage",
      message: `kill is on at app-1 already (fault ${first.id})`,
      next: expect.stringContaining("./lab heal"),
    });
    expect(room.diary).toEqual(before);
    await first.revert();
    await first.healed(1000, never);
    expect(room.engine.of("c-app-1").running).toBe(true);
  });

  test.each([
    ["kill", "app-1", "join", "app-1"],
    ["kill", "app-1", "kill", "left"],
    ["kill", "right", "kill", "p-app-2-1"],
    ["kill", "app-1,app-2", "join", "app-2"],
    ["noop", "app-1", "noop", "app-1"],
    ["partition", "web", "partition", "job"],
  ])(
    "%s on %s, then %s on %s: refused, for both need the same thing",
    async (kind, target, other, second) => {
      await inject(kind, target);
      expect(await refusal(inject(other, second))).toMatchObject({ code: "usage" });
    },
  );

  test.each([
    ["kill", "app-1", "noop", "app-1"],
    ["kill", "app-1", "latency", "app-1"],
    ["partition", "app-1", "latency", "app-1"],
    ["partition", "app-1", "noop", "app-1"],
    ["kill", "app-1", "kill", "app-2"],
    ["kill", "left", "kill", "right"],
  ])("%s on %s, then %s on %s: both", async (kind, target, other, second) => {
    const active = [await inject(kind, target), await inject(other, second)];
    expect(new Set(active.map((one) => one.id)).size).toBe(2);
    expect(room.journal.open().map((one) => one.kind)).toEqual([kind, other]);
  });

  test("one after the other is healed", async () => {
    const first = await inject("kill", "app-1");
    await first.revert();
    expect(await refusal(inject("kill", "app-1"))).toMatchObject({ code: "usage" });
    await first.healed(1000, never);
    expect((await inject("kill", "app-1")).id).not.toBe(first.id);
  });

  test("at the same instant: one of them", async () => {
    const both = await Promise.allSettled([inject("kill", "app-1"), inject("kill", "app-1")]);
    expect(both.map((one) => one.status).sort()).toEqual(["fulfilled", "rejected"]);
    expect(room.journal.states()).toEqual(["intent", "injected"]);
  });

  test("plans are made while nobody else's fault can end or begin", async () => {
    const planned: string[] = [];
    let held = false;
    const port = createFaultPort(
      room.context({
        journal: {
          ...room.journal,
          exclusively: (work) =>
            room.journal.exclusively(async () => {
              held = true;
              planned.push("held");
              return work().finally(() => {
                held = false;
              });
            }),
        },
      }),
    );
    // `cpu` notes the limit that it will put back: another's squeeze must not pass for it
    room.engine.onCall((line) => void (line.startsWith("limits") && planned.push(`${line} ${held}`)));
    await port.inject(room.stage, room.order("cpu", "app-1"));
    expect(planned.slice(0, 2)).toEqual(["held", "limits c-app-1 true"]);
  });
});

describe("what cannot be", () => {
  test.each([
    ["kil", "app-1", {}, "there is no fault called kil", 'did you mean "kill"?'],
    ["explode", "app-1", {}, "there is no fault called explode", /^faults: noop, kill, /],
    ["kill", "app1", {}, "no server or container is called app1 in stage two", 'did you mean "app-1"?'],
    ["kill", "app-1,db", {}, undefined, undefined],
    ["kill", "app-1,dbx", {}, "no server or container is called dbx in stage two", /targets: lb-1, lb, /],
  ])("%s of %s %j", async (kind, target, params, message, next) => {
    if (message === undefined) {
      expect((await inject(kind, target, params)).detail).toBe("killed app-1, db");
      return;
    }
    const error = await refusal(inject(kind, target, params));
    expect(error).toMatchObject({ code: "usage", message });
    expect(error.next).toMatch(next!);
    expect(diary()).toEqual([]);
  });

  test("a wrong parameter is told with all others that are wrong, and the choices", async () => {
    const error = await refusal(inject("kill", "app-1", { "restart-afer": "1s", "restart-after": "soon" }));
    expect(error).toMatchObject({ code: "usage", message: "the fault kill cannot be had like this" });
    expect(error.problems).toEqual([
      expect.objectContaining({
        what: 'the fault kill has no parameter "restart-afer"',
        next: 'did you mean "restart-after"? parameters: restart-after',
      }),
      expect.objectContaining({ what: "restart-after=soon cannot be read" }),
    ]);
    expect(diary()).toEqual([]);
  });

  test("a kind that this engine's kernel has nothing for is refused with the reason, also ahead of time", async () => {
    room = fakeRoom({ abilities: abilitiesBut("netem", "nfqueue") });
    const reason =
      "latency needs network emulation (tc netem), or queueing packets to a process (iptables NFQUEUE): this engine's kernel has no such thing";
    expect(room.port.impossible("latency")).toBe(reason);
    expect(room.port.impossible("kill")).toBeUndefined();
    const order = room.order("latency", "app-1");
    for (const work of [room.port.prepare(room.stage, order), room.port.inject(room.stage, order)]) {
      expect(await refusal(work)).toMatchObject({ code: "environment", message: reason });
    }
    expect(diary()).toEqual([]);
  });

  test("either of two ways is enough, and every group is needed", () => {
    const impossible = (...missing: Parameters<typeof abilitiesBut>) =>
      fakeRoom({ abilities: abilitiesBut(...missing) }).port.impossible;
    expect(impossible("netem")("latency")).toBeUndefined();
    expect(impossible("nfqueue")("latency")).toBeUndefined();
    expect(impossible("tbf")("bandwidth")).toMatch(/^bandwidth needs token bucket filter \(tc tbf\): /);
    expect(impossible("tbf", "ifb")("bandwidth")).toMatch(/tbf\), and shaping what comes in/);
    expect(fakeRoom({ abilities: noAbilities }).port.impossible("kill")).toBeUndefined();
  });
});

test("what takes long is done ahead of time, with nothing in the journal", async () => {
  await room.port.prepare(room.stage, room.order("partition", "app-1"));
  expect(diary()).toEqual(["warm network of c-app-1-host"]);
  await room.port.prepare(room.stage, room.order("join", "app-1"));
  expect(diary().at(-1)).toBe("kill c-app-1");
  expect(room.journal.records).toEqual([]);
});
