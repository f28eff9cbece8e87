import { connect, type DockerClient, type EngineAccess } from "../docker/access.ts";
import { ensureEngine, findEngine } from "../docker/engine/find.ts";
import type { EngineHandle } from "../docker/engine/handle.ts";
import { LabError } from "../model/errors.ts";
import type { Confirm, Say } from "../model/progress.ts";

/** What every use case is called with. */
export interface AppContext {
  /** The checkout. */
  root: string;
  env: NodeJS.ProcessEnv;
  say: Say;
  confirm: Confirm;
  signal: AbortSignal;
}

/** An engine that answers, and the ways to speak to it. */
export interface Session {
  engine: EngineHandle;
  access: EngineAccess;
  docker: DockerClient;
}

/** How a CLI is called: of the user's environment with only what finds programs and settings. */
export function accessOf(
  { dockerHost, cli, env: own }: Pick<EngineHandle, "dockerHost" | "cli" | "env">,
  env: NodeJS.ProcessEnv,
): EngineAccess {
  // a stray variable must not change a stage
  const kept = Object.fromEntries(
    ["PATH", "HOME", "USERPROFILE", "SystemRoot", "XDG_RUNTIME_DIR"].flatMap((name) =>
      env[name] === undefined ? [] : [[name, env[name]]],
    ),
  ) as Record<string, string>;
  return { dockerHost, cli, env: { ...kept, ...own } };
}

function sessionOf(engine: EngineHandle, env: NodeJS.ProcessEnv): Session {
  const access = accessOf(engine, env);
  return { engine, access, docker: connect(access) };
}

/** The engine that runs, or a new one. */
export async function openSession(context: AppContext): Promise<Session> {
  return sessionOf(await ensureEngine(context), context.env);
}

/** Only an engine that runs already: for verbs that have nothing to do without one. */
export async function openRunningSession(context: Pick<AppContext, "env">): Promise<Session> {
  const engine = await findEngine(context.env);
  if (engine) return sessionOf(engine, context.env);
  throw new LabError("environment", "no container engine runs", { next: "./lab engine start" });
}
