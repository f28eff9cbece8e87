import { randomUUID } from "node:crypto";
import { PassThrough } from "node:stream";
import { buffer } from "node:stream/consumers";
import Docker from "dockerode";
import { pack } from "tar-stream";

/** Containers of one test file: all of them go when it ends. */
export interface Containers {
  docker: Docker;
  run(
    options: Docker.ContainerCreateOptions,
    files?: Record<string, string | Buffer>,
  ): Promise<Docker.Container>;
  removeAll(): Promise<void>;
}

/** Files by path, as the tar archive that the engine unpacks. */
async function archiveOf(files: Record<string, string | Buffer>): Promise<Buffer> {
  const archive = pack();
  for (const [name, content] of Object.entries(files)) archive.entry({ name, mode: 0o755 }, content);
  archive.finalize();
  return buffer(archive);
}

/** Speaks to the engine that DOCKER_HOST names. */
export function createContainers(): Containers {
  const docker = new Docker();
  const made: Docker.Container[] = [];
  return {
    docker,
    async run(options, files = {}) {
      const container = await docker.createContainer({
        name: `sample-app-test-${randomUUID().slice(0, 8)}`,
        Labels: { "io.stagecraft.role": "test" },
        ...options,
      });
      made.push(container);
      if (Object.keys(files).length > 0) await container.putArchive(await archiveOf(files), { path: "/" });
      await container.start();
      return container;
    },
    async removeAll() {
      await Promise.all(made.map((container) => container.remove({ force: true, v: true }).catch(() => {})));
    },
  };
}

/** The image that a variable names, else the first of the usual ones that is here. */
export async function findImage(docker: Docker, variable: string, usual: readonly string[]): Promise<string> {
  const named = process.env[variable];
  if (named) return named;
  for (const image of usual) {
    const here = await docker
      .getImage(image)
      .inspect()
      .catch(() => undefined);
    if (here) return image;
  }
  throw new Error(`none of ${usual.join(", ")} is here: get one, or set ${variable}`);
}

/** Where a container's port is on the host. */
export async function hostPort(container: Docker.Container, port: number): Promise<number> {
  const { NetworkSettings } = await container.inspect();
  return Number(NetworkSettings.Ports[`${port}/tcp`]?.[0]?.HostPort);
}

/** Waits until a container has ended; its exit code and all it printed. */
export async function ended(
  docker: Docker,
  container: Docker.Container,
): Promise<{ code: number; output: string }> {
  const { StatusCode } = (await container.wait()) as { StatusCode: number };
  const raw = (await container.logs({ stdout: true, stderr: true })) as Buffer;
  const stream = new PassThrough();
  const chunks: Buffer[] = [];
  stream.on("data", (chunk: Buffer) => chunks.push(chunk));
  const source = new PassThrough();
  docker.modem.demuxStream(source, stream, stream);
  source.end(raw);
  await new Promise((resolve) => setImmediate(resolve));
  return { code: StatusCode, output: Buffer.concat(chunks).toString("utf8") };
}
