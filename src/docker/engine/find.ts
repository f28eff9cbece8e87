import { readFileSync } from "node:fs";
import { LabError } from "../../model/errors.ts";
import { isLocal } from "./address.ts";
import { privateCli } from "./cli.ts";
import { configuredHost } from "./context.ts";
import { decideEngine, type EngineDecision, type EngineProbe, misnamed } from "./decide.ts";
import type { EngineFacts, EngineHandle } from "./handle.ts";
import { type EngineHome, engineHome, stagecraftHome } from "./home.ts";
import { hostCli } from "./host-cli.ts";
import { type StartOptions, startPrivateEngine } from "./private/start.ts";
import { type Reach, reach } from "./reach.ts";
import { findStopped } from "./stopped.ts";

/** The home this user's private engine has, or would have. */
export function homeFor(env: NodeJS.ProcessEnv): EngineHome {
  return engineHome(stagecraftHome(env, process.getuid?.()));
}

function wishOf(env: NodeJS.ProcessEnv): EngineProbe["wish"] {
  const wish = env.STAGECRAFT_ENGINE;
  if (!wish) return undefined;
  if (wish === "host" || wish === "private") return wish;
  throw new LabError("usage", `STAGECRAFT_ENGINE is "${wish}"`, {
    next: "set it to host or private, or unset it",
  });
}

function isDebianFamily(): boolean {
  try {
    return /^ID(_LIKE)?=.*\bdebian\b/m.test(readFileSync("/etc/os-release", "utf8"));
  } catch {
    return false;
  }
}

/** Looks at everything the choice depends on; changes nothing. */
export async function probeEngine(env: NodeJS.ProcessEnv): Promise<EngineProbe> {
  const home = homeFor(env);
  const configured = configuredHost(env, process.platform);
  const own = configured.host === home.dockerHost;
  const wish = wishOf(env);
  const unasked: Reach = { state: "silent", why: "not asked" };
  const [hostReach, ownReach] = await Promise.all([
    own || wish === "private" || configured.trouble || !isLocal(configured.host)
      ? unasked
      : reach(configured.host),
    wish === "host" ? unasked : reach(home.dockerHost),
  ]);
  return {
    wish,
    configured: { ...configured, own, reach: own ? ownReach : hostReach },
    own: ownReach,
    stopped: findStopped(env, process.platform, home.home),
    platform: { os: process.platform, debian: isDebianFamily(), root: process.getuid?.() === 0 },
  };
}

async function handleFor(
  facts: EngineFacts,
  own: boolean,
  dockerHost: string,
  env: NodeJS.ProcessEnv,
): Promise<EngineHandle> {
  const home = homeFor(env);
  const cli = own ? await privateCli(home, env) : await hostCli(dockerHost, env, home);
  return { ...facts, ...cli, dockerHost, private: own };
}

function factsOf(answer: Reach): EngineFacts {
  if (answer.state === "answers") return answer.facts;
  throw new LabError("engine", `the engine stopped answering (${answer.why})`);
}

async function open(probe: EngineProbe, decision: EngineDecision, env: NodeJS.ProcessEnv) {
  if (decision.kind === "host") {
    return handleFor(factsOf(probe.configured.reach), false, probe.configured.host, env);
  }
  if (decision.kind === "own-running") {
    return handleFor(factsOf(probe.own), true, homeFor(env).dockerHost, env);
  }
  return undefined;
}

/** The engine that runs already; undefined when none does. Throws `environment` when the one there is will not do. */
export async function findEngine(env: NodeJS.ProcessEnv): Promise<EngineHandle | undefined> {
  const probe = await probeEngine(env);
  const decision = decideEngine(probe);
  const silent = probe.configured.reach.state === "silent" && probe.own.state === "silent";
  if (decision.kind === "refuse" && (!silent || misnamed(probe))) {
    throw new LabError("environment", decision.what, { next: decision.next });
  }
  return open(probe, decision, env);
}

/**
 * The engine that runs, started first (and downloaded before that) when there is none.
 * Throws `environment` with the next step when none can be had, `engine` when it does not come up.
 */
export async function ensureEngine(options: StartOptions): Promise<EngineHandle> {
  const probe = await probeEngine(options.env);
  const decision = decideEngine(probe);
  if (decision.kind === "refuse") {
    throw new LabError("environment", decision.what, { next: decision.next });
  }
  const running = await open(probe, decision, options.env);
  if (running) return running;
  const home = homeFor(options.env);
  await startPrivateEngine(home, options);
  return handleFor(factsOf(await reach(home.dockerHost)), true, home.dockerHost, options.env);
}
