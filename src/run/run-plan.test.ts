import { describe, expect, test } from "vitest";
import { LabError } from "../model/errors.ts";
import type { NewEvent, Sample } from "../model/event.ts";
import type { Action, Plan, PlannedCommand, PlannedLoad, PlannedStage } from "../model/plan.ts";
import type { ActiveFault, CommandResult, RunningLoad } from "../model/ports.ts";
import type { RunningStage } from "../model/stage.ts";
import type { RunPorts } from "./ports.ts";
import { runPlan } from "./run-plan.ts";

const load: PlannedLoad = { kind: "open", name: "browse", ratePerS: 10, arrivals: "poisson", mix: [] };

function stage(alias: string): PlannedStage {
  return {
    alias,
    stage: alias,
    files: [],
    entry: { service: "lb", port: 80 },
    client: { network: "internet", cpus: 0.5 },
    servers: [],
    images: [],
  };
}

function running(alias: string): RunningStage {
  return {
    alias,
    project: `p-${alias}`,
    url: "http://127.0.0.1:1/",
    inside: { host: "lb", port: 80 },
    clientNetwork: "n",
    clientCpus: 0.5,
    servers: [],
    composeFile: "",
    upMs: 1,
  };
}

function actionsOf(alias: string, fault: boolean): Action[] {
  return [
    { kind: "stage-up", on: alias, deadlineMs: 1000 },
    {
      kind: "measure",
      step: "kill-one",
      on: alias,
      repeat: 0,
      seed: "s",
      load,
      phases: (["warmup", "baseline", "fault", "recovery"] as const).map((name) => ({ name, ms: 1000 })),
      ...(fault && { fault: { kind: "kill", target: "app-1", params: {} } }),
      deadlineMs: 60_000,
    },
    { kind: "stage-down", on: alias, deadlineMs: 1000 },
  ];
}

function planOf(aliases: string[], fault = true): Plan {
  return {
    format: 1,
    run: "r",
    lab: "04",
    title: { en: "", ko: "" },
    seed: "s",
    quick: false,
    createdAt: "",
    stages: aliases.map(stage),
    actions: aliases.flatMap((alias) => actionsOf(alias, fault)),
    claims: [],
  };
}

/** Ports that do nothing but keep a diary; each can be made to fail. */
function fakes(change: Partial<Record<"up" | "inject" | "usage" | "ended", (alias: string) => void>> = {}) {
  const diary: string[] = [];
  const scripts: { result: Partial<CommandResult>; until?: Promise<void> }[] = [];
  const events: NewEvent[] = [];
  const samples: Sample[] = [];
  let now = 1000;
  let bites = true;
  const fault: ActiveFault = {
    id: "1a2b3c4d",
    detail: "killed app-1",
    verify: async () => bites,
    prove: async () => bites,
    async revert() {
      diary.push("revert");
    },
    healed: async () => true,
  };
  const ports: RunPorts = {
    stages: {
      async up(planned) {
        diary.push(`up ${planned.alias}`);
        change.up?.(planned.alias);
        return { running: running(planned.alias), quota: "per-container" };
      },
      async down(alias) {
        diary.push(`down ${alias}`);
        return [];
      },
    },
    load: {
      async start(on): Promise<RunningLoad> {
        diary.push(`load ${on.alias}`);
        let end = () => {};
        const ended = new Promise<void>((resolve) => {
          end = resolve;
        });
        return {
          ended: ended.then(() => change.ended?.(on.alias)),
          async mark(phase) {
            diary.push(phase);
            return now;
          },
          clock: async () => ({ offsetMs: 5, roundTripMs: 1 }),
          async stop() {
            diary.push("stop");
            end();
          },
        };
      },
    },
    ledger: { ids: async () => ["kill-one-0-1"] },
    faults: {
      impossible: () => undefined,
      prepare: async () => {},
      async inject(on) {
        diary.push("inject");
        change.inject?.(on.alias);
        return fault;
      },
    },
    usage: {
      async usage(on) {
        change.usage?.(on.alias);
        return { containers: [], hostCpuSeconds: 0 };
      },
    },
    commands: {
      async run(_on, service, script, timeoutMs, signal) {
        diary.push(`run ${script} in ${service}`);
        const { result, until } = scripts.shift() ?? { result: {} };
        await until;
        if (signal.aborted) diary.push(`ended ${script}`);
        signal.throwIfAborted();
        const tookMs = timeoutMs / 10;
        return { code: 0, tookMs, output: "", stdout: "", timedOut: false, ...result };
      },
    },
    turn: {
      async take() {
        diary.push("turn");
        return async () => void diary.push("give back");
      },
    },
    clock: {
      now: () => now,
      async sleep(ms, signal) {
        signal.throwIfAborted();
        now += ms;
      },
    },
  };
  const recorder = {
    event: (event: NewEvent) => void events.push(event),
    sample: (one: Sample) => void samples.push(one),
  };
  const setBites = (value: boolean) => {
    bites = value;
  };
  return { diary, events, ports, recorder, fault, setBites, scripts };
}

const faultStates = (events: NewEvent[]) =>
  events.flatMap((event) => (event.type === "fault" ? [event.state] : []));

describe("a run", () => {
  test("goes through its phases in order, breaks, heals and takes down", async () => {
    const fake = fakes();
    const result = await runPlan(planOf(["a"]), fake.ports, fake.recorder, {
      signal: new AbortController().signal,
    });
    expect(result).toEqual({ outcome: "done" });
    expect(fake.diary).toEqual([
      "turn",
      "up a",
      "load a",
      "warmup",
      "baseline",
      "fault",
      "inject",
      "recovery",
      "revert",
      "stop",
      "down a",
      "give back",
    ]);
    expect(faultStates(fake.events)).toEqual(["intent", "injected", "verified", "reverted", "healed"]);
    expect(fake.events.at(-1)).toEqual({ type: "run-ended", outcome: "done" });
  });

  test("puts fault instants on the client's clock", async () => {
    const fake = fakes();
    await runPlan(planOf(["a"]), fake.ports, fake.recorder, { signal: new AbortController().signal });
    const injected = fake.events.find((event) => event.type === "fault" && event.state === "injected");
    expect(injected).toMatchObject({ atMs: 3005 });
  });

  test("a stage that does not come up spoils only its own measurements", async () => {
    const fake = fakes({
      up(alias) {
        if (alias === "a") throw new LabError("stage", "db is unhealthy");
      },
    });
    const result = await runPlan(planOf(["a", "b"]), fake.ports, fake.recorder, {
      signal: new AbortController().signal,
    });
    expect(result.outcome).toBe("done");
    expect(fake.diary.filter((line) => line.startsWith("load"))).toEqual(["load b"]);
    expect(fake.diary).toContain("down a");
    expect(fake.events).toContainEqual({
      type: "measure-ended",
      step: "kill-one",
      on: "a",
      repeat: 0,
      ok: false,
      reason: "db is unhealthy",
    });
  });

  test("a fault that is refused before anything is touched is on record as impossible, and nothing is loaded", async () => {
    const fake = fakes();
    fake.ports.faults.prepare = async () => {
      throw new LabError("fault", "app-1 has no disk of its own");
    };
    const result = await runPlan(planOf(["a"]), fake.ports, fake.recorder, {
      signal: new AbortController().signal,
    });
    expect(result.outcome).toBe("done");
    expect(fake.diary).toEqual(["turn", "up a", "down a", "give back"]);
    expect(fake.events).toContainEqual({
      type: "measure-ended",
      step: "kill-one",
      on: "a",
      repeat: 0,
      ok: false,
      reason: "app-1 has no disk of its own",
      impossible: true,
    });
  });

  test("an engine that goes away aborts the run, and everything is taken down", async () => {
    const fake = fakes({
      usage() {
        throw new LabError("engine", "the container engine does not answer");
      },
    });
    const result = await runPlan(planOf(["a", "b"]), fake.ports, fake.recorder, {
      signal: new AbortController().signal,
    });
    expect(result).toEqual({ outcome: "aborted", reason: "the container engine does not answer" });
    expect(fake.diary).not.toContain("up b");
    expect(fake.diary.slice(-3)).toEqual(["down a", "give back", "down b"]);
  });

  test("an interruption during a fault reverts it and cleans up", async () => {
    const abort = new AbortController();
    const fake = fakes({ inject: () => abort.abort(new LabError("interrupted", "stopped by Ctrl-C")) });
    const result = await runPlan(planOf(["a"]), fake.ports, fake.recorder, { signal: abort.signal });
    expect(result.outcome).toBe("interrupted");
    expect(fake.diary.slice(-3)).toEqual(["revert", "down a", "give back"]);
  });

  test("a fault that never bites is on record as such", async () => {
    const fake = fakes();
    fake.setBites(false);
    await runPlan(planOf(["a"]), fake.ports, fake.recorder, { signal: new AbortController().signal });
    expect(faultStates(fake.events)).toContain("did-not-bite");
    expect(faultStates(fake.events)).not.toContain("verified");
  });

  test("a generator that fails is the end of that measurement, not of the run", async () => {
    const fake = fakes({
      ended(alias) {
        if (alias === "a") throw new LabError("load", "the load generator failed: exit 1");
      },
    });
    const result = await runPlan(planOf(["a", "b"]), fake.ports, fake.recorder, {
      signal: new AbortController().signal,
    });
    expect(result.outcome).toBe("done");
    expect(fake.events).toContainEqual({
      type: "measure-ended",
      step: "kill-one",
      on: "a",
      repeat: 0,
      ok: false,
      reason: "the load generator failed: exit 1",
    });
    expect(fake.events).toContainEqual({
      type: "measure-ended",
      step: "kill-one",
      on: "b",
      repeat: 0,
      ok: true,
    });
  });

  test("a bug of ours is thrown, after everything was taken down", async () => {
    const fake = fakes({
      usage() {
        throw new TypeError("undefined is not a function");
      },
    });
    await expect(
      runPlan(planOf(["a"]), fake.ports, fake.recorder, { signal: new AbortController().signal }),
    ).rejects.toThrow(TypeError);
    expect(fake.diary.slice(-2)).toEqual(["down a", "give back"]);
  });
});

const commandOf = (id: string, change: Partial<PlannedCommand> = {}): PlannedCommand => ({
  ...{ in: "laptop", run: id, times: 1, timeoutMs: 5000, phase: "all", afterMs: 0 },
  id,
  ...change,
});
const commandEvents = (events: NewEvent[]) =>
  events.flatMap((event) => (event.type === "command" ? [event] : []));

describe("a step that tries commands", () => {
  const tryPlan = (commands: PlannedCommand[]): Plan => {
    const plan = planOf(["a"]);
    plan.actions[1] = { kind: "try", step: "reach", on: "a", repeat: 0, commands, deadlineMs: 60_000 };
    return plan;
  };
  const signal = new AbortController().signal;

  test("runs them one after the other, as often as it says, and records what came of each", async () => {
    const fake = fakes();
    fake.scripts.push(
      { result: { code: 1, output: "\u001b[31mrefused\u001b[0m\n" } },
      { result: { stdout: "rows\n42\n", output: "rows\n42\n" } },
      { result: { code: 137, stdout: "7", output: "7", timedOut: true } },
    );
    const plan = tryPlan([commandOf("scan"), commandOf("count", { times: 2 })]);
    expect(await runPlan(plan, fake.ports, fake.recorder, { signal })).toEqual({ outcome: "done" });
    expect(fake.diary).toEqual([
      "turn",
      "up a",
      "run scan in laptop",
      "run count in laptop",
      "run count in laptop",
      "down a",
      "give back",
    ]);
    const base = {
      type: "command",
      step: "reach",
      on: "a",
      repeat: 0,
      phase: "all",
      atMs: 1000,
      tookMs: 500,
    };
    expect(commandEvents(fake.events)).toEqual([
      { ...base, id: "scan", code: 1, output: "refused" },
      { ...base, id: "count", code: 0, value: 42, output: "rows\n42" },
      { ...base, id: "count", code: 137, output: "7", timedOut: true },
    ]);
    expect(fake.events.at(-3)).toMatchObject({ type: "measure-ended", step: "reach", ok: true });
  });

  test("ends with the engine", async () => {
    const fake = fakes();
    fake.ports.commands.run = async () => {
      throw new LabError("engine", "the container engine does not answer");
    };
    const result = await runPlan(tryPlan([commandOf("scan")]), fake.ports, fake.recorder, { signal });
    expect(result.outcome).toBe("aborted");
    expect(fake.events).toContainEqual({
      ...{ type: "measure-ended", step: "reach", on: "a", repeat: 0, ok: false },
      reason: "the container engine does not answer",
    });
    expect(fake.diary.slice(-2)).toEqual(["down a", "give back"]);
  });

  test("is not tried on a stage that is not up", async () => {
    const fake = fakes({
      up() {
        throw new LabError("stage", "db is unhealthy");
      },
    });
    await runPlan(tryPlan([commandOf("scan")]), fake.ports, fake.recorder, { signal });
    expect(commandEvents(fake.events)).toEqual([]);
    expect(fake.events).toContainEqual({
      ...{ type: "measure-ended", step: "reach", on: "a", repeat: 0, ok: false, reason: "db is unhealthy" },
    });
  });
});

describe("commands beside a load", () => {
  const signal = new AbortController().signal;
  const withCommands = (commands: PlannedCommand[]): Plan => {
    const plan = planOf(["a"]);
    const measured = plan.actions[1]!;
    if (measured.kind === "measure") measured.commands = commands;
    return plan;
  };

  test("run in their phase, on the client's clock, and the phase waits for them", async () => {
    const fake = fakes();
    let release = () => {};
    const until = new Promise<void>((resolve) => {
      release = resolve;
    });
    fake.scripts.push({ result: {}, until }, { result: {} });
    const verify = fake.fault.verify;
    let waited = false;
    fake.fault.verify = async () => {
      expect(waited).toBe(true); // not before the command has ended
      return verify();
    };
    const commands = [commandOf("slow", { phase: "fault" }), commandOf("quick", { phase: "fault" })];
    const under = runPlan(withCommands(commands), fake.ports, fake.recorder, { signal });
    await expect.poll(() => fake.diary).toContain("run slow in laptop");
    waited = true;
    release();
    await under;
    expect(fake.diary.slice(4, 10)).toEqual([
      "baseline",
      "fault",
      "run slow in laptop",
      "run quick in laptop",
      "inject",
      "recovery",
    ]);
    expect(commandEvents(fake.events).map(({ id, phase, atMs }) => [id, phase, atMs])).toEqual([
      ["quick", "fault", 3005],
      ["slow", "fault", 3005],
    ]);
  });

  test("wait for their time", async () => {
    const fake = fakes();
    await runPlan(
      withCommands([commandOf("late", { phase: "baseline", afterMs: 300 })]),
      fake.ports,
      fake.recorder,
      { signal },
    );
    expect(commandEvents(fake.events)[0]!.atMs).toBeGreaterThanOrEqual(2305);
  });

  test("are ended when the measurement is", async () => {
    const abort = new AbortController();
    const fake = fakes({ inject: () => abort.abort(new LabError("interrupted", "stopped by Ctrl-C")) });
    const gone = new Promise<void>((resolve) => {
      abort.signal.addEventListener("abort", () => resolve());
    });
    fake.scripts.push({ result: {}, until: gone });
    await runPlan(withCommands([commandOf("slow", { phase: "fault" })]), fake.ports, fake.recorder, {
      signal: abort.signal,
    });
    expect(fake.diary).toContain("ended slow");
    expect(commandEvents(fake.events)).toEqual([]);
    expect(fake.diary.slice(-3)).toEqual(["revert", "down a", "give back"]);
  });

  test("give the fault a longer lease when they may take longer than its phase", async () => {
    const leases: number[] = [];
    for (const commands of [[], [commandOf("slow", { phase: "fault", timeoutMs: 30_000 })]]) {
      const fake = fakes();
      fake.ports.faults.prepare = async (_on, order) => void leases.push(order.ttlMs);
      await runPlan(withCommands(commands), fake.ports, fake.recorder, { signal });
    }
    expect(leases[1]! - leases[0]!).toBe(30_000 + 10_000 - 1000);
  });
});
