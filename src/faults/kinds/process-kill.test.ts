import { beforeEach, describe, expect, test } from "vitest";
import type { FoundProcess } from "../machine/processes.ts";
import { type FakeRoom, fakeRoom } from "../testing/fake-engine.ts";
import { type FakeMachine, fakeMachine } from "../testing/machine.ts";
import { processKill } from "./process-kill.ts";

let room: FakeRoom;
let machine: FakeMachine;
beforeEach(() => {
  room = fakeRoom();
  machine = fakeMachine(room.engine);
  const run = (pid: number, name: string, first = false, program = name): FoundProcess => ({
    // in the kernel's ticks a container and its children may be of one age: here 11 and 12
    ...{ pid, started: String(pid === 11 ? 120 : pid * 10), name, program, first },
  });
  machine.processes.set(room.engine.of("c-web").pid, [
    run(11, "nginx", true),
    run(12, "nginx"),
    run(13, "nginx"),
  ]);
  machine.processes.set(room.engine.of("c-job").pid, [
    run(21, "MainThread", true, "node"),
    run(22, "a-very-long-nam", false, "a-very-long-name"),
  ]);
});

async function strikeBy(params: Record<string, string | number>) {
  const strike = room.strike("box-1", { signal: "KILL", ...params });
  const undo = await processKill.plan(strike);
  return { strike, undo, says: await processKill.inject(strike) };
}

describe("its processes", () => {
  test.each([
    [{ process: "nginx" }, ["KILL 13", "KILL 12", "KILL 11"]],
    [{ process: "nginx", count: 2 }, ["KILL 13", "KILL 12"]],
    [{ process: "nginx", count: 1, signal: "TERM" }, ["TERM 13"]],
    [{ process: "node" }, ["KILL 21"]],
    [{ process: "MainThread" }, ["KILL 21"]],
    [{ process: "a-very-long-name-of-all" }, ["KILL 22"]],
  ])("%j: %j, the container's first one last", async (params, signals) => {
    await strikeBy(params);
    expect(machine.signals).toEqual(signals);
  });

  test("only those containers are started again that had one", async () => {
    const { undo, says } = await strikeBy({ process: "node" });
    expect(undo).toEqual([
      { do: "start", container: "c-box-1-host" },
      { do: "start", container: "c-job" },
    ]);
    expect(says).toBe("SIGKILL to 1 × node in job");
  });

  test("a name that nobody has is answered with those that are there", async () => {
    await expect(strikeBy({ process: "nodejs" })).rejects.toMatchObject({
      code: "fault",
      message: "no process of box-1 is called nodejs",
      next: "choose one of: MainThread, a-very-long-nam, a-very-long-name, nginx, node",
    });
    expect(machine.signals).toEqual([]);
  });

  test("that ended before the signal are told of", async () => {
    machine.states.set(21, "gone");
    await expect(strikeBy({ process: "node" })).rejects.toMatchObject({ code: "fault" });
  });
});

test("is proved when all of them are gone, not by others of the same name", async () => {
  const { strike } = await strikeBy({ process: "nginx", count: 2 });
  expect(await processKill.verify(strike)).toBe(true);
  machine.states.set(12, "lives");
  expect(await processKill.verify(strike)).toBe(false);
});

test("what stands still is on record with number and start, so that anybody can let it go on", async () => {
  const { strike, undo } = await strikeBy({ process: "node", signal: "STOP" });
  expect(undo[0]).toEqual({ do: "resume", processes: [{ pid: 21, started: "210" }] });
  expect(await processKill.verify(strike)).toBe(true);
  machine.states.set(21, "gone");
  expect(await processKill.verify(strike)).toBe(false);
});
