import { randomBytes } from "node:crypto";
import { dirname } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { execa } from "execa";
import { pack } from "tar-stream";
import { connect } from "../access.ts";
import { ensureEngine } from "../engine/find.ts";
import { loadSpecs } from "./load-specs.ts";
import { obtainAll } from "./resolve.ts";
import { contractGroupVariable } from "./run-contract.ts";

/** A file put into a container before it starts. */
export interface TestFile {
  text: string | Buffer;
  mode?: number;
}

export interface TestContainerOptions {
  env?: Record<string, string>;
  files?: Record<string, TestFile>;
  command?: string[];
  /** Further words for `docker create`. */
  flags?: string[];
}

export interface Ended {
  code: number;
  stdout: string;
  stderr: string;
}

/** A container of the image under test. */
export interface TestContainer {
  exec(command: string[], flags?: string[]): Promise<Ended>;
  logs(): Promise<Ended>;
  put(files: Record<string, TestFile>): Promise<void>;
  start(): Promise<void>;
  signal(name: string): Promise<void>;
  /** Asks it to stop as the image wishes; resolves with its exit code. */
  stop(): Promise<number>;
  /** Where a published port of its is reached from here; another one after each start. */
  address(port: number): Promise<string>;
  /** Resolves with the exit code when it has ended. */
  ended(): Promise<number>;
}

/** One image under test: the official one or ours, whichever is here. */
export interface Contract {
  ref: string;
  official: boolean;
  inspect(format: string): Promise<string>;
  /** A started container; removed with its volumes by `close`. */
  start(options?: TestContainerOptions): Promise<TestContainer>;
  /** A container run to its end. */
  run(options?: TestContainerOptions): Promise<Ended>;
  close(): Promise<void>;
}

const root = dirname(dirname(dirname(dirname(fileURLToPath(import.meta.url)))));

async function archive(files: Record<string, TestFile>): Promise<Buffer> {
  const tar = pack();
  for (const [path, { text, mode = 0o644 }] of Object.entries(files))
    tar.entry({ name: path.replace(/^\//, ""), mode }, text);
  tar.finalize();
  const chunks: Buffer[] = [];
  for await (const chunk of tar) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

/** Polls until `probe` holds; fails with `what` at the deadline. */
export async function until(what: string, probe: () => Promise<boolean>, deadlineMs = 60_000): Promise<void> {
  const end = Date.now() + deadlineMs;
  while (!(await probe())) {
    if (Date.now() > end) throw new Error(`not within ${deadlineMs / 1000} s: ${what}`);
    await sleep(50);
  }
}

/** Finds the image under test as a stage would: here, pulled or built. */
export async function openContract(name: string): Promise<Contract> {
  const signal = new AbortController().signal;
  const say = () => {};
  const engine = await ensureEngine({ env: process.env, say, confirm: async () => true });
  const options = { docker: connect(engine), engine, specs: loadSpecs(root), env: process.env, say, signal };
  const ref = (await obtainAll(options, [name]))[0]!.record.ref;
  const group = process.env[contractGroupVariable] ?? `sc-contract-${name}-${randomBytes(3).toString("hex")}`;
  let count = 0;

  async function docker(args: string[], input?: Buffer): Promise<Ended> {
    const result = await execa(engine.cli, args, {
      env: engine.env,
      reject: false,
      ...(input === undefined ? { stdin: "ignore" } : { input }),
    });
    return { code: result.exitCode ?? -1, stdout: result.stdout, stderr: result.stderr };
  }

  async function must(args: string[], input?: Buffer): Promise<string> {
    const { code, stdout, stderr } = await docker(args, input);
    if (code !== 0) throw new Error(`docker ${args.join(" ")}: ${stderr}`);
    return stdout;
  }

  async function create({ env = {}, files = {}, command = [], flags = [] }: TestContainerOptions) {
    const id = `${group}-${++count}`;
    const variables = Object.entries(env).flatMap(([key, value]) => ["--env", `${key}=${value}`]);
    await must([
      "create",
      "--name",
      id,
      "--label",
      `io.stagecraft.role=${group}`,
      ...variables,
      ...flags,
      ref,
      ...command,
    ]);
    const container: TestContainer = {
      exec: (words, more = []) => docker(["exec", ...more, id, ...words]),
      logs: () => docker(["logs", id]),
      put: async (more) => void (await must(["cp", "-", `${id}:/`], await archive(more))),
      start: async () => void (await must(["start", id])),
      signal: async (signalName) => void (await must(["kill", "--signal", signalName, id])),
      stop: async () => {
        await must(["stop", id]);
        return Number(await must(["inspect", "--format", "{{.State.ExitCode}}", id]));
      },
      address: (port) => must(["port", id, `${port}/tcp`]),
      ended: async () => Number(await must(["wait", id])),
    };
    if (Object.keys(files).length > 0) await container.put(files);
    return container;
  }

  return {
    ref,
    official: !ref.startsWith("stagecraft/"),
    inspect: (format) => must(["image", "inspect", "--format", format, ref]),
    async start(more = {}) {
      const container = await create(more);
      await container.start();
      return container;
    },
    async run(more = {}) {
      const container = await create(more);
      await container.start();
      const code = await container.ended();
      return { ...(await container.logs()), code };
    },
    async close() {
      const ids = await must(["ps", "--all", "--quiet", "--filter", `label=io.stagecraft.role=${group}`]);
      if (ids !== "") await must(["rm", "--force", "--volumes", ...ids.split("\n")]);
    },
  };
}
