import { spawn } from "node:child_process";
import type Docker from "dockerode";
import { LabError } from "../model/errors.ts";
import type { RunningStage } from "../model/stage.ts";
import type { EngineAccess } from "./access.ts";
import { containerOf } from "./commands.ts";
import { addressOn, withResolver } from "./resolver.ts";

/**
 * Runs the engine's CLI on the user's own terminal; resolves with its exit code. Without `input` it leaves stdin alone: a
 * shell's loop may be reading there.
 */
function onTerminal(
  access: EngineAccess,
  words: readonly string[],
  signal: AbortSignal,
  input = false,
): Promise<number> {
  const child = spawn(access.cli, words, {
    stdio: [input ? "inherit" : "ignore", "inherit", "inherit"],
    env: { TERM: process.env.TERM ?? "dumb", ...access.env, DOCKER_HOST: access.dockerHost },
  });
  const end = () => void child.kill("SIGTERM");
  signal.addEventListener("abort", end, { once: true });
  return new Promise((resolve, reject) => {
    child.once("error", (error) =>
      reject(new LabError("engine", `the engine's CLI did not start: ${error.message}`, { cause: error })),
    );
    child.once("exit", (code) => {
      signal.removeEventListener("abort", end);
      resolve(code ?? 130);
    });
  });
}

async function idOf(docker: Docker, stage: RunningStage, service: string): Promise<string> {
  const found = await containerOf(docker, stage, service);
  if (found) return found.Id;
  throw new LabError("stage", `the service ${service} has no container`, {
    next: "./lab down, then ./lab up STAGE",
  });
}

interface Place {
  docker: Docker;
  access: EngineAccess;
  stage: RunningStage;
  signal: AbortSignal;
}

/** A shell (or a command) in a service's container, with the caller's terminal or input where it is wanted. */
export async function enter(
  { docker, access, stage, signal }: Place,
  service: string,
  command: readonly string[],
  { terminal, input }: { terminal: boolean; input: boolean },
): Promise<number> {
  const id = await idOf(docker, stage, service);
  const words = command.length > 0 ? command : ["sh"];
  const flags = terminal ? ["-it"] : input ? ["-i"] : [];
  return onTerminal(access, ["exec", ...flags, id, ...words], signal, terminal || input);
}

/** What a service has said. */
export async function logsOf(
  { docker, access, stage, signal }: Place,
  service: string,
  options: { tail: string; follow: boolean },
): Promise<number> {
  const id = await idOf(docker, stage, service);
  const follow = options.follow ? ["--follow"] : [];
  return onTerminal(access, ["logs", "--timestamps", "--tail", options.tail, ...follow, id], signal);
}

/** A request as a user of the stage makes it: from a container on the users' network, with the users' resolver. */
export async function curlFrom(
  { docker, access, stage, signal }: Place,
  words: readonly string[],
  { image, labels, input }: { image: string; labels: Readonly<Record<string, string>>; input: boolean },
): Promise<number> {
  const { project, clientNetwork, clientDns } = stage;
  const resolver =
    clientDns === undefined
      ? undefined
      : await addressOn(docker, { project, service: clientDns }, clientNetwork);
  const [entrypoint, ...rest] = withResolver(resolver, ["curl", ...words]);
  const marks = Object.entries(labels).flatMap(([name, value]) => ["--label", `${name}=${value}`]);
  return onTerminal(
    access,
    [
      "run",
      "--rm",
      "--init",
      ...(input ? ["-i"] : []),
      "--network",
      clientNetwork,
      ...marks,
      "--entrypoint",
      entrypoint!,
      image,
      ...rest,
    ],
    signal,
    input,
  );
}
