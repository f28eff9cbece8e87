import { readFile } from "node:fs/promises";
import { createInterface } from "node:readline";
import { type Duplex, PassThrough } from "node:stream";
import type Docker from "dockerode";
import { pack } from "tar-stream";
import { LabError } from "../model/errors.ts";
import { labels } from "../model/labels.ts";
import type { RunningStage } from "../model/stage.ts";
import { asking } from "./access.ts";
import { addressOn, withResolver } from "./resolver.ts";

/** Where the generator's bundle is put inside the client container. */
const folder = "/stagecraft";
const workerName = "worker.mjs";

export interface ClientOptions {
  image: string;
  /** The bundled generator on this host. */
  workerFile: string;
  run: string;
  lab: string;
  home: string;
}

/** A client container that runs; `resolver` is the address of the only one it asks for names, if it is not the engine's. */
export interface ClientContainer {
  container: Docker.Container;
  resolver: string | undefined;
}

/** A generator process inside a stage's client container: lines in, lines out. */
export interface ClientProcess {
  send(line: string): void;
  lines: AsyncIterable<string>;
  /** Resolves with the exit code and the last of what it said on stderr. */
  ended: Promise<{ code: number; stderr: string }>;
}

/** The generator as an archive that unpacks at `/`. */
export async function loadWorkerArchive(file: string): Promise<Buffer> {
  const archive = pack();
  archive.entry({ name: folder.slice(1), type: "directory", mode: 0o755 });
  archive.entry({ name: `${folder.slice(1)}/${workerName}`, mode: 0o644 }, await readFile(file));
  archive.finalize();
  const chunks: Buffer[] = [];
  for await (const chunk of archive) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

/** Starts a client container on the stage's user-side network, with its reserved share of the cores. */
export async function startClient(
  docker: Docker,
  stage: RunningStage,
  options: ClientOptions,
): Promise<ClientContainer> {
  const { project, clientNetwork: network, clientDns: service } = stage;
  const resolver = service === undefined ? undefined : await addressOn(docker, { project, service }, network);
  const container = await asking(
    docker.createContainer({
      name: `${stage.project}-client`,
      Image: options.image,
      Cmd: ["sleep", "infinity"],
      WorkingDir: "/",
      Labels: {
        [labels.run]: options.run,
        [labels.lab]: options.lab,
        [labels.home]: options.home,
        [labels.role]: `client-${stage.alias}`,
      },
      HostConfig: {
        NetworkMode: stage.clientNetwork,
        Init: true,
        NanoCpus: Math.round(stage.clientCpus * 1e9),
      },
    }),
  );
  await asking(container.putArchive(await loadWorkerArchive(options.workerFile), { path: "/" }));
  await asking(container.start());
  return { container, resolver };
}

/** Runs the generator in a client container. Its stdin is ours: when we die it sees the end and stops. */
export async function runInClient(
  docker: Docker,
  { container, resolver }: ClientContainer,
): Promise<ClientProcess> {
  const exec = await asking(
    container.exec({
      Cmd: withResolver(resolver, ["node", `${folder}/${workerName}`]),
      AttachStdin: true,
      AttachStdout: true,
      AttachStderr: true,
    }),
  );
  const stream = (await asking(exec.start({ hijack: true, stdin: true }))) as Duplex;
  const stdout = new PassThrough();
  const stderr = new PassThrough();
  docker.modem.demuxStream(stream, stdout, stderr);
  let said = "";
  stderr.on("data", (chunk: Buffer) => {
    said = (said + chunk.toString("utf8")).slice(-4000);
  });
  const ended = new Promise<{ code: number; stderr: string }>((resolve, reject) => {
    const finish = () => {
      stdout.end();
      asking(exec.inspect()).then(
        (info) => resolve({ code: info.ExitCode ?? -1, stderr: said.trim() }),
        (thrown: unknown) => reject(thrown),
      );
    };
    stream.once("end", finish);
    stream.once("close", finish);
    stream.once("error", (error) => {
      stdout.end();
      reject(new LabError("engine", "the connection to the load generator broke", { cause: error }));
    });
  });
  ended.catch(() => {}); // whoever awaits it hears of it; nobody awaiting must not crash us
  return {
    send: (line) => void stream.write(`${line}\n`),
    lines: createInterface({ input: stdout, crlfDelay: Number.POSITIVE_INFINITY }),
    ended,
  };
}
