import { type Abilities, type Ability, abilityNames } from "../../model/abilities.ts";
import type { Params } from "../../model/fault-params.ts";
import type { FaultOrder, FaultPort } from "../../model/ports.ts";
import type { RunningServer, RunningStage, StageContainer } from "../../model/stage.ts";
import type { Reach, Strike } from "../fault.ts";
import { createFaultPort, type FaultContext, reachOf } from "../port.ts";
import { findTarget } from "../target.ts";
import { type FakeClock, fakeClock } from "./clock.ts";
import { type FakeEngine, fakeEngine } from "./containers.ts";
import { type MemoryJournal, memoryJournal } from "./journal.ts";

const container = (service: string): StageContainer => ({
  id: `c-${service}`,
  name: `p-${service}-1`,
  service,
});

const server = (name: string, more: Partial<RunningServer>): RunningServer => ({
  name,
  type: "nano",
  containers: [container(name)],
  ...more,
});

/**
 * A stage that is up: a balancer, two app servers on hosts of their own, a database, and a box of two services under
 * one quota. Container ids are `c-<service>`, names `p-<service>-1`; `left` and `right` are zones.
 */
export function fakeStage(change: Partial<RunningStage> = {}): RunningStage {
  return {
    alias: "two",
    project: "p",
    url: "http://127.0.0.1:1/",
    inside: { host: "lb", port: 80 },
    clientNetwork: "p_internet",
    clientCpus: 0.5,
    servers: [
      server("lb-1", { type: "micro", containers: [container("lb")], role: "entry" }),
      server("app-1", { sandbox: container("app-1-host"), role: "app" }),
      server("app-2", { sandbox: container("app-2-host"), role: "app" }),
      server("db-1", {
        type: "small",
        containers: [container("db")],
        role: "database",
        disk: { service: "db", path: "/var/lib/mysql" },
      }),
      server("box-1", {
        containers: [container("web"), container("job")],
        sandbox: container("box-1-host"),
        cgroup: "/stagecraft/r/server-box-1",
      }),
    ],
    zones: { left: ["app-1"], right: ["app-2", "db-1"] },
    composeFile: "",
    upMs: 1,
    ...change,
  };
}

/** Everything that was tried is there, but for those that are named. */
export function abilitiesBut(...missing: Ability[]): Abilities {
  const has = Object.fromEntries(abilityNames.map((name) => [name, !missing.includes(name)]));
  return { has: has as Abilities["has"], cgroup: "v1" };
}

/** A room of faults over an engine in memory, in which each fault's id is a count: `1000000a`, `1000000b`… */
export interface FakeRoom {
  engine: FakeEngine;
  clock: FakeClock;
  journal: MemoryJournal;
  stage: RunningStage;
  reach: Reach;
  port: FaultPort;
  /** Orders to the engine and entries of the journal, in their order. */
  diary: string[];
  /** What `createFaultPort` takes. */
  context(change?: Partial<FaultContext>): FaultContext;
  order(kind: string, target: string, params?: FaultOrder["params"]): FaultOrder;
  /** What a kind's own functions take; parameters in base units, as `readParams` gives them. */
  strike(target: string, params?: Params, change?: Partial<Strike>): Strike;
}

export interface FakeRoomOptions {
  stage?: RunningStage;
  abilities?: Abilities;
}

export const fakeOwner = { pid: 7, started: "then" };

const ttlMs = 10_000;

/** The containers of the stage run, each at an address of its own: 10.0.0.2 and on, in the stage's order. */
export function fakeRoom({
  stage = fakeStage(),
  abilities = abilitiesBut(),
}: FakeRoomOptions = {}): FakeRoom {
  const diary: string[] = [];
  const clock = fakeClock();
  const engine = fakeEngine(diary);
  const journal = memoryJournal(clock, diary);
  const all = stage.servers.flatMap((one) => [...one.containers, ...(one.sandbox ? [one.sandbox] : [])]);
  for (const [index, { id }] of all.entries()) engine.add(id, { addresses: [`10.0.0.${index + 2}`] });
  let count = 0;
  const context = (change: Partial<FaultContext> = {}): FaultContext => ({
    containers: engine.containers,
    helpers: engine.helpers,
    journal,
    clock,
    abilities: () => abilities,
    newId: () => (0x1000000a + count++).toString(16),
    owner: fakeOwner,
    ...change,
  });
  const reach = reachOf(context());
  return {
    engine,
    clock,
    journal,
    stage,
    reach,
    port: createFaultPort(context()),
    diary,
    context,
    order: (kind, target, params = {}) => ({ kind, target, params, ttlMs }),
    strike: (target, params = {}, change = {}) => ({
      id: "1a2b3c4d",
      stage,
      target: findTarget(stage, target),
      params,
      ttlMs,
      abilities,
      reach,
      notes: new Map(),
      ...change,
    }),
  };
}
