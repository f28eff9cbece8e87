import { beforeEach, describe, expect, test } from "vitest";
import { LabError } from "../../model/errors.ts";
import type { Undo } from "../../model/undo.ts";
import { type FakeRoom, fakeRoom } from "../testing/fake-engine.ts";
import { allUndone, applyAll } from "./undo.ts";

const fault = "1a2b3c4d";
let room: FakeRoom;
beforeEach(() => {
  room = fakeRoom();
});

const apply = (...undo: Undo[]) => applyAll(undo, fault, room.reach);
const undone = (...undo: Undo[]) => allUndone(undo, fault, room.reach);
const orders = (word: string) => room.diary.filter((line) => line.startsWith(word));

/** Each act, what its fault does to the fake engine, and where the damage shows. */
interface Case {
  undo: Undo;
  harm: () => void;
  harmed: () => boolean;
}

const cases: Record<Undo["do"], () => Case> = {
  start: () => ({
    undo: { do: "start", container: "c-app-1" },
    harm: () => Object.assign(room.engine.of("c-app-1"), { running: false }),
    harmed: () => !room.engine.of("c-app-1").running,
  }),
  unpause: () => ({
    undo: { do: "unpause", container: "c-app-1" },
    harm: () => Object.assign(room.engine.of("c-app-1"), { paused: true }),
    harmed: () => room.engine.of("c-app-1").paused,
  }),
  cpus: () => ({
    undo: { do: "cpus", container: "c-app-1", cpus: 0.2 },
    harm: () => Object.assign(room.engine.of("c-app-1"), { cpus: 0.05 }),
    harmed: () => room.engine.of("c-app-1").cpus !== 0.2,
  }),
  quota: () => {
    const kernel = fakeMachine("/stagecraft/r/server-box-1");
    return {
      undo: { do: "quota", parent: "/stagecraft/r/server-box-1", cpus: 0.5 },
      harm: () => kernel.set(0.1),
      harmed: () => kernel.cpus() !== 0.5,
    };
  },
  resume: () => {
    const { stopped } = fakeMachine("/none");
    return {
      undo: { do: "resume", processes: [{ pid: 12, started: "900" }] },
      harm: () => stopped.add(12),
      harmed: () => stopped.size > 0,
    };
  },
  network: () => {
    const rules = fakeRules();
    return {
      undo: { do: "network", of: "c-app-1-host" },
      harm: () => rules.add(`-A SC-${fault} -j DROP`),
      harmed: () => rules.size > 0,
    };
  },
  helpers: () => ({
    undo: { do: "helpers" },
    harm: () => {
      room.engine.add("helper-a", { helper: { place: "machine", fault, command: ["burn"] } });
      room.engine.add("helper-b", { running: false, helper: { place: "machine", fault, command: ["burn"] } });
    },
    harmed: () => room.engine.helpersThere().some((one) => one.helper?.fault === fault),
  }),
  file: () => {
    const files = fakeFiles();
    return {
      undo: { do: "file", volumesOf: "c-db", path: "/var/lib/mysql/fill" },
      harm: () => files.add("/var/lib/mysql/fill"),
      harmed: () => files.size > 0,
    };
  },
  command: () => {
    let harmed = false;
    room.engine.onExec((id, [word]) => {
      if (id !== "c-db") return undefined;
      if (word === "mend") harmed = false;
      return { code: word === "mended" && harmed ? 1 : 0, output: "" };
    });
    return {
      undo: { do: "command", container: "c-db", command: ["mend"], done: ["mended"] },
      harm: () => {
        harmed = true;
      },
      harmed: () => harmed,
    };
  },
};

interface MachineArgs {
  where?: string | string[];
  cpus?: number;
  processes?: { pid: number }[];
  signal?: string;
}

/** A machine with one limit and stopped processes, as the programs of its helper are asked about it. */
function fakeMachine(parent: string) {
  let cpus: number | undefined = 0.5;
  const stopped = new Set<number>();
  room.engine.onExec((id, command) => {
    if (room.engine.of(id).helper?.place !== "machine") return undefined;
    const { where, cpus: wanted, processes, signal } = JSON.parse(command.at(-1)!) as MachineArgs;
    const say = (value: unknown) => ({ code: 0, output: `${JSON.stringify(value)}\n` });
    if (processes && signal === "CONT") return say(processes.map(({ pid }) => stopped.delete(pid)));
    if (processes) return say(processes.map(({ pid }) => (stopped.has(pid) ? "stopped" : "lives")));
    if (Array.isArray(where)) return say(where.map((one) => (one === parent ? (cpus ?? null) : null)));
    if (where === parent && wanted !== undefined && cpus !== undefined) cpus = wanted;
    return say(null);
  });
  return {
    stopped,
    cpus: () => cpus,
    set(value: number | undefined) {
      cpus = value;
    },
  };
}

/** Rules of the fault in a namespace, as sweep and residue see them. */
function fakeRules(): Set<string> {
  const rules = new Set<string>();
  room.engine.onExec((_, [, , script = ""], { ID }) => {
    if (ID !== fault) return undefined;
    if (script.trimEnd().endsWith("sweep")) rules.clear();
    return { code: 0, output: [...rules].join("\n") };
  });
  return rules;
}

function fakeFiles(): Set<string> {
  const files = new Set<string>();
  room.engine.onExec((_, [word, ...args]) => {
    const path = args.at(-1)!;
    if (word === "rm") files.delete(path);
    else if (word === "test") return { code: files.has(path) ? 1 : 0, output: "" };
    else return undefined;
    return { code: 0, output: "" };
  });
  return files;
}

const every = Object.keys(cases) as Undo["do"][];

describe("an act", () => {
  test.each(every)("%s takes the harm away, and knows whether it is away", async (name) => {
    const { undo, harm, harmed } = cases[name]();
    harm();
    expect(harmed()).toBe(true);
    expect(await undone(undo)).toBe(false);
    await apply(undo);
    expect(harmed()).toBe(false);
    expect(await undone(undo)).toBe(true);
  });

  test.each(every)("%s twice, and with nothing to undo, does no harm", async (name) => {
    const { undo, harm, harmed } = cases[name]();
    await apply(undo);
    expect(await undone(undo)).toBe(true);
    harm();
    await apply(undo);
    await apply(undo);
    expect(harmed()).toBe(false);
    expect(await undone(undo)).toBe(true);
  });

  test.each(every.filter((name) => !["helpers", "quota", "resume"].includes(name)))(
    "%s of a container that is gone has nothing left to undo",
    async (name) => {
      const { undo, harm } = cases[name]();
      harm();
      for (const id of ["c-app-1", "c-app-1-host", "c-db"]) room.engine.vanish(id);
      await apply(undo);
      expect(await undone(undo)).toBe(true);
    },
  );

  test.each(every)("%s passes on that the engine does not answer", async (name) => {
    const { undo, harm } = cases[name]();
    harm();
    room.engine.away = true;
    await expect(apply(undo)).rejects.toMatchObject({ code: "engine" });
    await expect(undone(undo)).rejects.toMatchObject({ code: "engine" });
  });
});

test("a life that was told to end does not count, though it still runs; only a later one does", async () => {
  const life = room.engine.of("c-app-1").startedAt;
  const undo = { do: "start", container: "c-app-1", life } as const;
  expect(await undone(undo)).toBe(false);
  await apply(undo);
  expect(orders("st")).toEqual(["stop c-app-1", "start c-app-1"]);
  expect(await undone(undo)).toBe(true);
  await apply(undo);
  expect(orders("st")).toHaveLength(2);
});

test("a container that runs keeps its life when it is started", async () => {
  const life = room.engine.of("c-app-1").startedAt;
  await apply({ do: "start", container: "c-app-1" });
  expect(room.engine.of("c-app-1").startedAt).toBe(life);
});

test("a container that is not paused is not touched", async () => {
  await apply({ do: "unpause", container: "c-app-1" });
  expect(orders("unpause")).toEqual([]);
});

describe("the quota", () => {
  const undo: Undo = { do: "quota", parent: "/stagecraft/r/server-box-1", cpus: 0.5 };

  test("of a cgroup that is gone has nothing left to undo", async () => {
    fakeMachine(undo.parent).set(undefined);
    await apply(undo);
    expect(await undone(undo)).toBe(true);
  });

  test("counts as given back when only the kernel's rounding tells it apart", async () => {
    const machine = fakeMachine(undo.parent);
    machine.set(0.49999);
    expect(await undone(undo)).toBe(true);
    machine.set(0.49);
    expect(await undone(undo)).toBe(false);
  });

  test("that cannot be written is told", async () => {
    room.engine.onExec(() => ({ code: 1, output: "OSError: [Errno 22] Invalid argument\n" }));
    await expect(apply(undo)).rejects.toMatchObject({
      code: "fault",
      message: expect.stringMatching(/^not undone: .*Invalid argument$/),
    });
  });
});

describe("rules", () => {
  test("of a container that does not run went with its namespace; no helper is started for them", async () => {
    fakeRules().add("rule");
    await room.engine.containers.kill("c-app-1-host");
    await apply({ do: "network", of: "c-app-1-host" });
    expect(await undone({ do: "network", of: "c-app-1-host" })).toBe(true);
    expect(orders("warm")).toEqual([]);
  });

  test("are looked for in the namespace of the container's life of now", async () => {
    const undo: Undo = { do: "network", of: "c-app-1-host" };
    await undone(undo);
    await room.engine.containers.kill("c-app-1-host");
    await room.engine.containers.start("c-app-1-host");
    await undone(undo);
    const places = room.engine.helpersThere().map((one) => one.helper?.place);
    expect(new Set(places).size).toBe(2);
  });

  test("that cannot be removed are told", async () => {
    room.engine.onExec(() => ({ code: 4, output: "iptables: Resource temporarily unavailable\n" }));
    await expect(apply({ do: "network", of: "c-app-1-host" })).rejects.toMatchObject({
      code: "fault",
      message: expect.stringContaining("Resource temporarily unavailable"),
    });
  });
});

describe("helpers", () => {
  test("of other faults, and warm ones, stay", async () => {
    room.engine.add("other", { helper: { place: "machine", fault: "ffffffff", command: [] } });
    room.engine.add("warm", { helper: { place: "machine", command: [] } });
    room.engine.add("own", { helper: { place: "machine", fault, command: [] } });
    await apply({ do: "helpers" });
    expect(room.engine.helpersThere().map((one) => one.id)).toEqual(["other", "warm"]);
  });
});

describe("a fill file", () => {
  test("that cannot be removed is told", async () => {
    room.engine.onExec((_, [word]) =>
      word === "rm" ? { code: 1, output: "rm: Read-only file system\n" } : undefined,
    );
    await expect(apply({ do: "file", volumesOf: "c-db", path: "/fill" })).rejects.toMatchObject({
      code: "fault",
      message: "not undone: the fill file /fill was not removed: rm: Read-only file system",
    });
  });

  test("is removed although the container does not run: its volume is there", async () => {
    const { undo, harm, harmed } = cases.file();
    harm();
    await room.engine.containers.kill("c-db");
    await apply(undo);
    expect(harmed()).toBe(false);
  });
});

describe("a command", () => {
  test.each([
    ["does not run", () => Object.assign(room.engine.of("c-db"), { running: false })],
    ["is paused", () => Object.assign(room.engine.of("c-db"), { paused: true })],
  ])("in a container that %s waits until it can be given", async (_, happens) => {
    const { undo, harm, harmed } = cases.command();
    harm();
    happens();
    await apply(undo);
    expect(await undone(undo)).toBe(false);
    expect(orders("exec")).toEqual([]);
    Object.assign(room.engine.of("c-db"), { running: true, paused: false });
    await apply(undo);
    expect(harmed()).toBe(false);
  });
});

describe("several acts", () => {
  test("are carried out in order, also after one that failed, and every failure is told", async () => {
    for (const id of ["c-app-1", "c-app-2", "c-lb", "c-db"]) await room.engine.containers.kill(id);
    room.engine.fail("start c-app-1");
    room.engine.fail("start c-lb");
    const all: Undo[] = ["c-app-1", "c-app-2", "c-lb", "c-db"].map((container) => ({
      do: "start",
      container,
    }));
    const error = await apply(...all).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(LabError);
    expect(error).toMatchObject({
      code: "fault",
      message: expect.stringMatching(/^not undone: .*start c-app-1; .*start c-lb$/),
      next: "./lab heal tries again",
    });
    expect(orders("start")).toEqual(["start c-app-2", "start c-db"]);
  });

  test("are undone when every one of them is", async () => {
    await room.engine.containers.kill("c-lb");
    expect(await undone({ do: "start", container: "c-db" })).toBe(true);
    expect(await undone({ do: "start", container: "c-db" }, { do: "start", container: "c-lb" })).toBe(false);
    expect(await undone()).toBe(true);
  });

  test("tell of the engine's going away before anything else that failed", async () => {
    room.engine.fail("state c-app-1", new TypeError("first"));
    room.engine.fail("state c-app-2", new LabError("engine", "the container engine does not answer"));
    await expect(
      apply({ do: "start", container: "c-app-1" }, { do: "start", container: "c-app-2" }),
    ).rejects.toMatchObject({ code: "engine" });
  });
});
