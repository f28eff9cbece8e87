import { saidFile } from "../machine/greedy.ts";
import type { FoundProcess } from "../machine/processes.ts";
import type { FakeEngine } from "./containers.ts";

/** What the programs of helpers on the machine find there; tests change it at will. */
export interface FakeMachine {
  /** Cores by path of a shared cgroup; a container's own are the engine's, as the fake knows no difference. */
  quotas: Map<string, number>;
  memory: { limit: number; left: number; host: { total: number; available: number } };
  /** By a container's first process. */
  processes: Map<number, FoundProcess[]>;
  states: Map<number, "lives" | "stopped" | "gone">;
  /** Signals as they were sent, such as `KILL 12`. */
  signals: string[];
  frozen: boolean;
  /** What a greedy process says in its file; undefined before it has. */
  said: unknown;
  /** Share of a core that busy loops get. */
  loops: { got: number; loops: number };
  /** Share of a core that a loop under a squeezed limit gets. */
  tried: number;
  /** Limits that a loop was tried under. */
  tries: string[];
}

interface Args {
  where?: string | string[];
  cpus?: number;
  first?: number[];
  processes?: { pid: number }[];
  signal?: string;
  pids?: number[];
  seconds?: number;
}

const afterSignal = { CONT: "lives", STOP: "stopped" } as const;

/** Answers for the helpers that stand on the machine. */
export function fakeMachine(engine: FakeEngine): FakeMachine {
  const machine: FakeMachine = {
    quotas: new Map(),
    memory: { limit: 200, left: 100, host: { total: 2 ** 34, available: 2 ** 33 } },
    processes: new Map(),
    states: new Map(),
    signals: [],
    frozen: true,
    said: undefined,
    loops: { got: 0.1, loops: 2 },
    tried: 0,
    tries: [],
  };
  const containers = new Set<string>();
  engine.onCall((line) => {
    const id = /^state (c-\S+)/.exec(line)?.[1];
    if (id !== undefined) containers.add(id);
  });
  /** A limit is named by a path, or by the first process of a container. */
  const coresOf = (where: string) => {
    if (where.startsWith("/")) return machine.quotas.get(where) ?? null;
    const owner = [...containers].map((id) => engine.of(id)).find((one) => one.pid === Number(where));
    return owner && owner.cpus > 0 ? owner.cpus : null;
  };
  const answer = (args: Args): unknown => {
    const { where, cpus, first, processes, signal, pids, seconds } = args;
    if (Array.isArray(where)) return where.map(coresOf);
    if (first) return first.map((pid) => machine.processes.get(pid) ?? []);
    if (pids) return pids.map(() => machine.frozen);
    if (processes && signal !== undefined) {
      return processes.map(({ pid }) => {
        if (machine.states.get(pid) === "gone") return false;
        machine.signals.push(`${signal} ${pid}`);
        machine.states.set(pid, afterSignal[signal as keyof typeof afterSignal] ?? "gone");
        return true;
      });
    }
    if (processes) return processes.map(({ pid }) => machine.states.get(pid) ?? "lives");
    if (where === undefined) return { ...machine.loops, got: machine.loops.got * seconds!, took: seconds };
    if (cpus !== undefined) {
      machine.quotas.set(where, cpus);
      return null;
    }
    if (seconds === undefined) return machine.memory;
    machine.tries.push(where);
    return { got: machine.tried * seconds, took: seconds };
  };
  engine.onExec((id, command) => {
    if (engine.of(id).helper?.place !== "machine") return undefined;
    if (command.includes(saidFile)) {
      if (machine.said === undefined) return { code: 1, output: "no such file" };
      return { code: 0, output: JSON.stringify(machine.said) };
    }
    return { code: 0, output: `${JSON.stringify(answer(JSON.parse(command.at(-1)!) as Args))}\n` };
  });
  return machine;
}
