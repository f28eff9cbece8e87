import { PassThrough } from "node:stream";
import type Docker from "dockerode";
import { LabError } from "../model/errors.ts";
import type { ContainerPort, Executed } from "../model/fault-ports.ts";
import { stretched } from "../model/patience.ts";
import { asking, statusOf } from "./access.ts";

/** Calls the engine; answers with a status that is as good as success are swallowed. */
export async function unless(statuses: readonly number[], call: Promise<unknown>): Promise<void> {
  try {
    await asking(call);
  } catch (thrown) {
    if (!statuses.includes(statusOf(thrown) ?? 0)) throw thrown;
  }
}

const environment = (env: Readonly<Record<string, string>>): string[] =>
  Object.entries(env).map(([name, value]) => `${name}=${value}`);

/** Longer than anything that faults let run in the foreground. */
const longestExecMs = 60_000;

/** Runs a command in a container to its end; what it complains about is part of the answer only when it failed. */
export async function execIn(
  docker: Docker,
  id: string,
  command: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<Executed> {
  const exec = await asking(
    docker.getContainer(id).exec({
      Cmd: [...command],
      Env: environment(env),
      AttachStdout: true,
      AttachStderr: true,
    }),
  );
  const stream = await asking(exec.start({ hijack: true, stdin: false }));
  const output: Buffer[] = [];
  const complaints: Buffer[] = [];
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  stdout.on("data", (chunk: Buffer) => output.push(chunk));
  stderr.on("data", (chunk: Buffer) => complaints.push(chunk));
  docker.modem.demuxStream(stream, stdout, stderr);
  await new Promise<void>((resolve, reject) => {
    const late = setTimeout(() => {
      stream.destroy();
      reject(
        new LabError(
          "fault",
          `a command in ${id.slice(0, 12)} did not end within ${stretched(longestExecMs) / 1000} s`,
        ),
      );
    }, stretched(longestExecMs));
    const end = (act: () => void) => () => {
      clearTimeout(late);
      act();
    };
    stream.once("end", end(resolve));
    stream.once("close", end(resolve));
    stream.once("error", (error) => end(() => reject(error))());
  });
  const { ExitCode: code } = await asking(exec.inspect());
  // what a command says beside its answer, such as a warning, is no part of it
  const said = code === 0 ? output : [...output, ...complaints];
  return { code: code ?? -1, output: Buffer.concat(said).toString("utf8") };
}

const nothing = {
  exists: false,
  running: false,
  paused: false,
  oomKilled: false,
  startedAt: "",
  pid: 0,
};

const nanoPerCpu = 1e9;

/** Cores of a container's limit: `--cpus`, or a quota with a period of its own; 0 for none. */
function cpusIn({ NanoCpus, CpuQuota, CpuPeriod }: Docker.HostConfig): number {
  return CpuPeriod ? (CpuQuota ?? 0) / CpuPeriod : (NanoCpus ?? 0) / nanoPerCpu;
}

/** The engine refuses `--cpus` for a container that has a period of its own. */
async function limitCpus(container: Docker.Container, cpus: number): Promise<void> {
  const { CpuPeriod: period } = (await container.inspect()).HostConfig;
  await container.update(
    period
      ? { CpuPeriod: period, CpuQuota: Math.round(cpus * period) }
      : { NanoCpus: Math.round(cpus * nanoPerCpu) },
  );
}

const checkWithinMs = 3000;

/**
 * The container's own health check, run now: after a start or a pause the engine's word is as old as the check's
 * interval.
 */
async function passesOwnCheck(docker: Docker, id: string, test: readonly string[]): Promise<boolean> {
  const [form, ...rest] = test;
  const command = form === "CMD-SHELL" ? ["sh", "-c", ...rest] : rest;
  if (form === undefined || form === "NONE" || command.length === 0) return true;
  const late = new Promise<boolean>((resolve) =>
    setTimeout(resolve, stretched(checkWithinMs), false).unref(),
  );
  const check = execIn(docker, id, command).then(
    ({ code }) => code === 0,
    () => false, // it stopped or was paused in between
  );
  return Promise.race([check, late]);
}

/** The engine's containers, as faults may touch them. */
export function createContainerPort(docker: Docker): ContainerPort {
  return {
    async state(id) {
      try {
        const { State: state } = await asking(docker.getContainer(id).inspect());
        return {
          exists: true,
          running: state.Running,
          paused: state.Paused,
          oomKilled: state.OOMKilled,
          startedAt: state.StartedAt,
          pid: state.Pid,
        };
      } catch (thrown) {
        if (statusOf(thrown) === 404) return nothing;
        throw thrown;
      }
    },
    async works(id) {
      try {
        const { State: state, Config: config } = await asking(docker.getContainer(id).inspect());
        if (!state.Running || state.Paused) return false;
        return await passesOwnCheck(docker, id, config.Healthcheck?.Test ?? []);
      } catch (thrown) {
        if (statusOf(thrown) === 404) return true;
        throw thrown;
      }
    },
    // 409: it is not running, so there is nothing to kill
    kill: (id) => unless([409], docker.getContainer(id).kill({ signal: "SIGKILL" })),
    stop: (id) => unless([304], docker.getContainer(id).stop()),
    // 304: it runs already; 404: it is gone
    start: (id) => unless([304, 404], docker.getContainer(id).start()),
    pause: (id) => asking(docker.getContainer(id).pause()),
    // 409, 500: it is not paused
    unpause: (id) => unless([404, 409, 500], docker.getContainer(id).unpause()),
    exec: (id, command, env) => execIn(docker, id, command, env),
    async launch(id, command, env = {}) {
      const exec = await asking(docker.getContainer(id).exec({ Cmd: [...command], Env: environment(env) }));
      await asking(exec.start({ Detach: true }));
    },
    async limits(id) {
      const { HostConfig: host } = await asking(docker.getContainer(id).inspect());
      return { cpus: cpusIn(host), memoryBytes: host.Memory ?? 0 };
    },
    async setCpus(id, cpus) {
      await unless([404], limitCpus(docker.getContainer(id), cpus));
    },
    async addresses(id) {
      const { NetworkSettings: settings } = await asking(docker.getContainer(id).inspect());
      return Object.values(settings.Networks)
        .map((network) => network.IPAddress)
        .filter(Boolean);
    },
  };
}
