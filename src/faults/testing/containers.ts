import { LabError } from "../../model/errors.ts";
import type { ContainerPort, ContainerState, Executed, HelperPort, Place } from "../../model/fault-ports.ts";

/** A container of the engine in memory; tests change its fields at will. */
export interface FakeContainer extends ContainerState {
  /** What its own check would say. */
  healthy: boolean;
  id: string;
  cpus: number;
  memoryBytes: number;
  addresses: string[];
  /** Of a helper: where it stands, and the fault that it belongs to when it is not a warm one. */
  helper?: { place: string; fault?: string; command: readonly string[] };
}

/** What a command says inside a container; the next one is asked after undefined. */
export type ExecAnswer = (
  id: string,
  command: readonly string[],
  env: Readonly<Record<string, string>>,
) => Executed | undefined;

/** An engine in memory behind the two ports. */
export interface FakeEngine {
  containers: ContainerPort;
  helpers: HelperPort;
  /** Everything that was ordered, a line each, such as `kill c-app-1`; looks are left out. */
  diary: string[];
  /** The container; one that never was, or was removed, throws. */
  of(id: string): FakeContainer;
  /** Adds one that runs. */
  add(id: string, change?: Partial<FakeContainer>): FakeContainer;
  /** It is gone, as after `docker rm --force`. */
  vanish(id: string): void;
  /** Warm helpers and faults' own ones, oldest first. */
  helpersThere(): FakeContainer[];
  /** Asked first, before what was said to earlier calls; without an answer a command ends with 0 and says nothing. */
  onExec(answer: ExecAnswer): void;
  /**
   * Calls whose line begins so (looks too: `state c-app-1`) throw `error` (a refusal when left out) without doing
   * anything; answers with the function that mends it.
   */
  fail(line: string, error?: Error): () => void;
  /** Called at each call, before it does anything, with its line. */
  onCall(look: (line: string) => void): void;
  /** While true the engine does not answer. */
  away: boolean;
}

const nothing: ContainerState = {
  exists: false,
  running: false,
  paused: false,
  oomKilled: false,
  startedAt: "",
  pid: 0,
};

const refused = (status: number, why: string) =>
  new LabError("stage", `the container engine refuses (${status}): ${why}`);

/** Where a helper stands, in words: `network of c-app-1`, `machine`, `volumes of c-db`, `client on net`. */
export function placeText(place: Place): string {
  if (place.kind === "machine") return "machine";
  return place.kind === "client" ? `client on ${place.network}` : `${place.kind} of ${place.of}`;
}

/** An engine without containers; lives of containers are told apart by a count, not by a time. */
export function fakeEngine(diary: string[] = []): FakeEngine {
  const known = new Map<string, FakeContainer>();
  const answers: ExecAnswer[] = [];
  const faults: { line: string; error: Error | undefined }[] = [];
  const looks: ((line: string) => void)[] = [];
  let count = 0;

  const call = async (line: string, order = false): Promise<void> => {
    for (const look of looks) look(line);
    if (engine.away) throw new LabError("engine", "the container engine does not answer (ECONNREFUSED)");
    const fault = faults.find((one) => line.startsWith(one.line));
    if (fault) throw fault.error ?? refused(500, line);
    if (order) diary.push(line);
  };
  const there = (id: string): FakeContainer => {
    const found = known.get(id);
    if (!found) throw refused(404, `no such container: ${id}`);
    return found;
  };
  const runs = (id: string): FakeContainer => {
    const found = there(id);
    if (!found.running) throw refused(409, `container ${id} is not running`);
    return found;
  };
  const newLife = () => ({
    running: true,
    paused: false,
    healthy: true,
    oomKilled: false,
    startedAt: `life ${++count}`,
    pid: 1000 + count,
  });
  const end = (one: FakeContainer) =>
    Object.assign(one, { running: false, paused: false, healthy: false, pid: 0 });

  const containers: ContainerPort = {
    async state(id) {
      await call(`state ${id}`);
      const found = known.get(id);
      if (!found) return nothing;
      const { exists, running, paused, oomKilled, startedAt, pid } = found;
      return { exists, running, paused, oomKilled, startedAt, pid };
    },
    async works(id) {
      await call(`works ${id}`);
      const found = known.get(id);
      return found === undefined || (found.running && !found.paused && found.healthy);
    },
    async kill(id) {
      await call(`kill ${id}`, true);
      end(there(id));
    },
    async stop(id) {
      await call(`stop ${id}`, true);
      end(there(id));
    },
    async start(id) {
      await call(`start ${id}`, true);
      const found = known.get(id);
      if (found && !found.running) Object.assign(found, newLife());
    },
    async pause(id) {
      await call(`pause ${id}`, true);
      Object.assign(runs(id), { paused: true, healthy: false });
    },
    async unpause(id) {
      await call(`unpause ${id}`, true);
      const found = known.get(id);
      if (found?.paused) Object.assign(found, { paused: false, healthy: true });
    },
    async exec(id, command, env = {}) {
      await call(`exec ${id} ${command.join(" ")}`, true);
      if (runs(id).paused) throw refused(409, `container ${id} is paused`);
      for (const answer of answers) {
        const said = answer(id, command, env);
        if (said) return said;
      }
      return { code: 0, output: "" };
    },
    async launch(id, command) {
      await call(`launch ${id} ${command.join(" ")}`, true);
      runs(id);
    },
    async limits(id) {
      await call(`limits ${id}`);
      const { cpus, memoryBytes } = there(id);
      return { cpus, memoryBytes };
    },
    async setCpus(id, cpus) {
      await call(`cpus ${id} ${cpus}`, true);
      const found = known.get(id);
      if (found) found.cpus = cpus;
    },
    async addresses(id) {
      await call(`addresses ${id}`);
      return [...there(id).addresses];
    },
  };

  const stand = (place: Place): string => {
    if (place.kind === "machine" || place.kind === "client") return placeText(place);
    // a namespace belongs to one life of its container
    const { startedAt } = place.kind === "network" ? runs(place.of) : there(place.of);
    return `${placeText(place)}@${startedAt}`;
  };
  let helperCount = 0;
  const newHelper = (helper: NonNullable<FakeContainer["helper"]>): string =>
    engine.add(`helper-${++helperCount}`, { helper }).id;

  const helpers: HelperPort = {
    async warm(place) {
      await call(`warm ${placeText(place)}`);
      const name = stand(place);
      const found = engine
        .helpersThere()
        .find((one) => one.running && one.helper?.place === name && one.helper.fault === undefined);
      if (found) return found.id;
      diary.push(`warm ${placeText(place)}`);
      return newHelper({ place: name, command: ["sleep", "infinity"] });
    },
    async start(place, fault, command) {
      await call(`helper ${placeText(place)} ${command.join(" ")}`, true);
      return newHelper({ place: stand(place), fault, command });
    },
    async log(id) {
      await call(`log ${id}`);
      there(id);
      return "";
    },
    async ofFault(fault) {
      await call(`helpers of ${fault}`);
      return engine
        .helpersThere()
        .filter((one) => one.helper?.fault === fault)
        .map(({ id, running }) => ({ id, running }));
    },
    async remove(id) {
      await call(`remove ${id}`, true);
      known.delete(id);
    },
    async removeWarm() {
      await call("remove warm helpers", true);
      for (const { id, helper } of engine.helpersThere()) if (helper?.fault === undefined) known.delete(id);
    },
  };

  const engine: FakeEngine = {
    containers,
    helpers,
    diary,
    away: false,
    of: there,
    add(id, change = {}) {
      const added: FakeContainer = {
        ...newLife(),
        id,
        exists: true,
        cpus: 0.5,
        memoryBytes: 256 * 1024 ** 2,
        addresses: [],
        ...change,
      };
      known.set(id, added);
      return added;
    },
    vanish: (id) => void known.delete(id),
    helpersThere: () => [...known.values()].filter((one) => one.helper),
    onExec: (answer) => void answers.unshift(answer),
    fail(line, error) {
      const fault = { line, error };
      faults.push(fault);
      return () => void faults.splice(faults.indexOf(fault), 1);
    },
    onCall: (look) => void looks.push(look),
  };
  return engine;
}
