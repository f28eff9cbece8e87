import { existsSync } from "node:fs";
import { ensureEngine, findEngine, homeFor } from "../docker/engine/find.ts";
import type { EngineHandle } from "../docker/engine/handle.ts";
import { isRunning, stopPrivateEngine } from "../docker/engine/private/stop.ts";
import { listObjects } from "../docker/objects.ts";
import { LabError } from "../model/errors.ts";
import { labels } from "../model/labels.ts";
import { type AppContext, openRunningSession } from "./session.ts";

/** The contract of `engine status --json`. */
export interface EngineStatus {
  running: boolean;
  private: boolean;
  dockerHost: string | null;
  cli: string | null;
  version: string | null;
  composeVersion: string | null;
}

/** The engine that runs, started first when there is none. */
export async function startEngine(context: AppContext): Promise<EngineHandle> {
  return ensureEngine(context);
}

/** How the engine is; starts nothing. Throws `environment` when the one there will not do. */
export async function engineStatus(env: NodeJS.ProcessEnv): Promise<EngineStatus> {
  const engine = await findEngine(env);
  return {
    running: engine !== undefined,
    private: engine?.private ?? false,
    dockerHost: engine?.dockerHost ?? null,
    cli: engine?.cli ?? null,
    version: engine?.version ?? null,
    composeVersion: engine?.composeVersion ?? null,
  };
}

/** Runs whose containers are up at the engine, in any checkout. */
async function liveRuns(context: AppContext): Promise<string[]> {
  const { docker } = await openRunningSession(context);
  const objects = await listObjects(docker, [labels.run]);
  return [...new Set(objects.map((one) => one.labels[labels.run] ?? "?"))];
}

/**
 * Stops the private engine and takes back what it changed on the host; also mends what a killed one left.
 * `false` when there was nothing to stop. The user's own Docker is never stopped.
 */
export async function stopEngine(context: AppContext): Promise<boolean> {
  const home = homeFor(context.env);
  if (!existsSync(home.home)) return false;
  const ours = { ...context, env: { ...context.env, STAGECRAFT_ENGINE: "private" } };
  const engine = await findEngine(ours.env);
  if (engine) {
    const runs = await liveRuns(ours);
    const question = `Runs of this or other checkouts are on this engine (${runs.join(", ")}). Stop it all the same?`;
    if (runs.length > 0 && !(await context.confirm(question))) {
      throw new LabError("interrupted", "the engine goes on");
    }
  }
  const before = engine !== undefined || (await isRunning(home));
  const left = await stopPrivateEngine(home, context.say);
  if (left.length > 0) {
    throw new LabError("engine", "the engine has stopped, but some of what it made on the host is left", {
      problems: left.map((what) => ({ what })),
      next: "./lab engine stop tries again; a reboot clears all of it",
    });
  }
  return before;
}

const quote = (text: string) => (/^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`);

/** Lines for the user's shell (`eval "$(./lab engine env)"`), so that `docker` and `docker compose` speak to this engine. */
export function exportLines(
  engine: Pick<EngineHandle, "dockerHost" | "private" | "env">,
  binFolder: string,
  env: NodeJS.ProcessEnv,
): string[] {
  const lines = [`export DOCKER_HOST=${quote(engine.dockerHost)}`];
  // the docker command looks for certificates even for a socket
  const tls = ["DOCKER_TLS", "DOCKER_TLS_VERIFY"].filter((name) => env[name]);
  if (tls.length > 0) lines.push(`unset ${tls.join(" ")}`);
  if (engine.private) {
    lines.push(`export DOCKER_CONFIG=${quote(engine.env.DOCKER_CONFIG ?? "")}`);
    lines.push(`export PATH=${quote(binFolder)}:"$PATH"`);
  }
  return lines;
}

/** Export lines for the engine that runs. Throws `environment` when none does. */
export async function engineEnv(context: AppContext): Promise<string[]> {
  const { engine } = await openRunningSession(context);
  return exportLines(engine, homeFor(context.env).bin, context.env);
}
