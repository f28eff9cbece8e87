import type { DockerClient } from "../docker/access.ts";
import {
  type ClientContainer,
  type ClientOptions,
  type ClientProcess,
  runInClient,
  startClient,
} from "../docker/client-container.ts";
import { LabError } from "../model/errors.ts";
import type { LoadCommand, LoadJob } from "../model/load.ts";
import type { LoadRecord } from "../model/load-records.ts";
import type { PlannedLoad } from "../model/plan.ts";
import type { LoadPort, RunningLoad } from "../model/ports.ts";
import type { RunningStage } from "../model/stage.ts";
import { sampleAccounts, sampleLogin } from "./sample-accounts.ts";

const timeouts = { connectMs: 2000, responseMs: 5000 };
const probe = { path: "/healthz", everyMs: 20, timeoutMs: 1000 };

/** The generator's job for a planned load on a running stage. */
export function jobFor(
  stage: RunningStage,
  load: PlannedLoad,
  { seed, idPrefix, maxMs }: { seed: string; idPrefix: string; maxMs: number },
): LoadJob {
  const url = `http://${stage.inside.host}:${stage.inside.port}`;
  if (load.kind === "peak")
    return { kind: "peak", url, path: load.path, stopAt: load.stopAt, stepMs: load.stepMs };
  const { connections, keepAlive, addresses, dnsTtlMs } = load;
  return {
    kind: "open",
    url,
    seed,
    rate: load.ratePerS,
    arrivals: load.arrivals,
    maxDurationMs: maxMs,
    phase: "warmup",
    idPrefix,
    mix: load.mix,
    users: sampleAccounts,
    login: sampleLogin,
    timeouts,
    probe,
    ...(connections !== undefined && { connections }),
    ...(keepAlive !== undefined && { keepAlive }),
    ...(addresses !== undefined && { addresses }),
    ...(dnsTtlMs !== undefined && { dnsTtlMs }),
  };
}

/** Hands each record to those who wait for one of its kind. */
class Waiters {
  private readonly waiting: {
    matches: (record: LoadRecord) => boolean;
    resolve: (record: LoadRecord) => void;
    reject: (why: unknown) => void;
  }[] = [];
  private over: unknown;

  /** The next record that matches; rejects when the stream ends before. */
  next<K extends LoadRecord["kind"]>(
    kind: K,
    matches: (record: Extract<LoadRecord, { kind: K }>) => boolean = () => true,
  ): Promise<Extract<LoadRecord, { kind: K }>> {
    type Wanted = Extract<LoadRecord, { kind: K }>;
    if (this.over !== undefined) return Promise.reject(this.over);
    return new Promise((resolve, reject) => {
      this.waiting.push({
        matches: (record) => record.kind === kind && matches(record as Wanted),
        resolve: (record) => resolve(record as Wanted),
        reject,
      });
    });
  }

  take(record: LoadRecord): void {
    const at = this.waiting.findIndex((one) => one.matches(record));
    if (at >= 0) this.waiting.splice(at, 1)[0]?.resolve(record);
  }

  end(why: unknown): void {
    this.over = why;
    for (const one of this.waiting.splice(0)) one.reject(why);
  }
}

function parse(line: string): LoadRecord {
  try {
    return JSON.parse(line) as LoadRecord;
  } catch {
    throw new LabError(
      "load",
      `the load generator wrote something that is not a record: ${line.slice(0, 80)}`,
    );
  }
}

/** Reads the stream to its end; rejects unless the generator said `end` and exited with 0. */
async function follow(
  client: ClientProcess,
  waiters: Waiters,
  onRecord: (record: LoadRecord) => void,
): Promise<void> {
  let failure: string | undefined;
  let ended = false;
  try {
    for await (const line of client.lines) {
      if (line.trim() === "") continue;
      const record = parse(line);
      if (record.kind === "error") failure = record.what;
      if (record.kind === "end") ended = true;
      onRecord(record);
      waiters.take(record);
    }
    const { code, stderr } = await client.ended;
    if (failure !== undefined || code !== 0 || !ended) {
      throw new LabError(
        "load",
        `the load generator failed: ${failure ?? (stderr.split("\n").at(-1) || `exit ${code}`)}`,
      );
    }
    waiters.end(new LabError("load", "the load generator has ended"));
  } catch (thrown) {
    waiters.end(thrown);
    throw thrown;
  }
}

function control(client: ClientProcess, waiters: Waiters, ended: Promise<void>): RunningLoad {
  const send = (command: LoadCommand) => client.send(JSON.stringify(command));
  return {
    ended,
    async mark(phase) {
      const answer = waiters.next("mark", (record) => record.phase === phase);
      send({ cmd: "mark", phase });
      return (await answer).atMs;
    },
    async clock() {
      const echo = Date.now();
      const answer = waiters.next("clock", (record) => record.echo === echo);
      send({ cmd: "clock", echo });
      const { workerMs } = await answer;
      const roundTripMs = Date.now() - echo;
      return { offsetMs: workerMs - (echo + roundTripMs / 2), roundTripMs };
    },
    async stop() {
      send({ cmd: "stop" });
    },
  };
}

/** Load from a client container on the stage's network, made at the first measurement and used for the later ones. */
export function createLoadPort(docker: DockerClient, options: ClientOptions): LoadPort {
  const clients = new Map<string, { of: RunningStage; container: Promise<ClientContainer> }>();
  return {
    async start(stage, load, { seed, idPrefix, maxMs, onRecord, signal }) {
      signal.throwIfAborted();
      let client = clients.get(stage.alias);
      // a stage that went down and came up again has a new network, and needs a new client
      if (client?.of !== stage) {
        client = { of: stage, container: startClient(docker, stage, options) };
        clients.set(stage.alias, client);
      }
      const process = await runInClient(docker, await client.container);
      const waiters = new Waiters();
      const ready = waiters.next("ready");
      const ended = follow(process, waiters, onRecord);
      ended.catch(() => {}); // the caller awaits it in its own time
      process.send(JSON.stringify(jobFor(stage, load, { seed, idPrefix, maxMs })));
      if (load.kind === "open") await ready;
      else ready.catch(() => {});
      signal.addEventListener(
        "abort",
        () => process.send(JSON.stringify({ cmd: "stop" } satisfies LoadCommand)),
        { once: true },
      );
      return control(process, waiters, ended);
    },
  };
}
