import { spawn } from "node:child_process";
import type Docker from "dockerode";
import { LabError } from "../model/errors.ts";
import type { RunningStage } from "../model/stage.ts";
import type { EngineAccess } from "./access.ts";
import { containerOf } from "./commands.ts";
import { addressOn, withResolver } from "./resolver.ts";

/** Runs the engine's CLI on the user's own terminal; resolves with its exit code. */
function onTerminal(access: EngineAccess, words: readonly string[], signal: AbortSignal): Promise<number> {
  const child = spawn(access.cli, words, {
    stdio: "inherit",
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

/** A shell (or a command) in a service's container. */
export async function enter(
  { docker, access, stage, signal }: Place,
  service: string,
  command: readonly string[],
  terminal: boolean,
): Promise<number> {
  const id = await idOf(docker, stage, service);
  const words = command.length > 0 ? command : ["sh"];
  return onTerminal(access, ["exec", terminal ? "-it" : "-i", id, ...words], signal);
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
  { image, labels }: { image: string; labels: Readonly<Record<string, string>> },
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
      "-i",
      "--network",
      clientNetwork,
      ...marks,
      "--entrypoint",
      entrypoint!,
      image,
      ...rest,
    ],
    signal,
  );
}
