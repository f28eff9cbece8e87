import { PassThrough } from "node:stream";
import type Docker from "dockerode";
import type { ContainerPort } from "../model/ports.ts";
import { asking, statusOf } from "./access.ts";

export interface HelperOptions {
  /** The image with network tools; without it network faults cannot be injected. */
  image: string | undefined;
  labels: Record<string, string>;
}

/** Calls the engine; answers with a status that is as good as success are swallowed. */
async function unless(status: number, call: Promise<unknown>): Promise<void> {
  try {
    await asking(call);
  } catch (thrown) {
    if (statusOf(thrown) !== status) throw thrown;
  }
}

const graceS = 3;

/** The engine's containers, as faults may touch them. */
export function createContainerPort(docker: Docker, helpers: HelperOptions): ContainerPort {
  return {
    // 409: it is not running, so there is nothing to kill
    kill: (id) => unless(409, docker.getContainer(id).kill({ signal: "SIGKILL" })),
    // 304: it runs already
    start: (id) => unless(304, docker.getContainer(id).start()),
    async state(id) {
      const { State: state } = await asking(docker.getContainer(id).inspect());
      return {
        running: state.Running,
        healthy: state.Running && (state.Health === undefined || state.Health.Status === "healthy"),
        startedAt: state.StartedAt,
      };
    },
    async helper(inNetworkOf, script, args) {
      const container = await asking(
        docker.createContainer({
          Image: helpers.image ?? "stagecraft/tools",
          Entrypoint: ["sh"],
          Cmd: ["-c", script, "helper", ...args],
          Labels: helpers.labels,
          HostConfig: { NetworkMode: `container:${inNetworkOf}`, CapAdd: ["NET_ADMIN"] },
        }),
      );
      await asking(container.start());
      return container.id;
    },
    async exec(id, command) {
      const exec = await asking(
        docker.getContainer(id).exec({ Cmd: [...command], AttachStdout: true, AttachStderr: true }),
      );
      const stream = await asking(exec.start({ hijack: true, stdin: false }));
      const output = new PassThrough();
      docker.modem.demuxStream(stream, output, output);
      stream.once("end", () => output.end());
      const chunks: Buffer[] = [];
      for await (const chunk of output) chunks.push(chunk as Buffer);
      const { ExitCode: code } = await asking(exec.inspect());
      return { code: code ?? -1, output: Buffer.concat(chunks).toString("utf8") };
    },
    async removeHelper(id) {
      const container = docker.getContainer(id);
      await unless(304, unless(404, container.stop({ t: graceS })));
      await unless(404, container.remove({ force: true, v: true }));
    },
  };
}
