import { isLocal, shown } from "./address.ts";
import type { ConfiguredHost } from "./context.ts";
import type { Reach } from "./reach.ts";
import { atLeast, minimum } from "./version.ts";

/** Everything the choice of an engine depends on. */
export interface EngineProbe {
  /** STAGECRAFT_ENGINE: the user forces one. */
  wish: "host" | "private" | undefined;
  /** What the user's Docker CLI would use; `own` when that is the private engine's socket. */
  configured: ConfiguredHost & { own: boolean; reach: Reach };
  /** The private engine's socket. */
  own: Reach;
  /** A Docker that is installed but does not run, and the command that starts it. */
  stopped: { what: string; start: string } | undefined;
  platform: { os: NodeJS.Platform; debian: boolean; root: boolean };
}

export type EngineDecision =
  | { kind: "host" }
  | { kind: "own-running" }
  | { kind: "own-start" }
  | { kind: "refuse"; what: string; next: string };

const refuse = (what: string, next: string): EngineDecision => ({ kind: "refuse", what, next });

const installDocker = "install Docker Engine (https://docs.docker.com/engine/install/)";

/** Why what the user's settings name will not do whether it answers or not; undefined when it may, or is not asked for. */
export function misnamed({ wish, configured }: EngineProbe): { what: string; next: string } | undefined {
  const { source, host, own, trouble } = configured;
  if (wish === "private" || own) return undefined;
  if (trouble) return trouble;
  if (isLocal(host)) return undefined;
  return {
    what: `${source} is ${shown(host)}, which is not this machine: labs measure, break and reach containers on the machine they run on`,
    next: "unset DOCKER_HOST or choose a local Docker context, or set STAGECRAFT_ENGINE=private",
  };
}

function judgeHost(probe: EngineProbe): EngineDecision | undefined {
  const { host, reach } = probe.configured;
  const wrong = misnamed(probe);
  if (wrong) return refuse(wrong.what, wrong.next);
  if (reach.state === "forbidden") {
    return refuse(
      `Docker is at ${host} but this user may not use it (${reach.why})`,
      'add yourself to its group with "sudo usermod -aG docker $USER" and log in again, or use sudo',
    );
  }
  if (reach.state === "silent") return undefined;
  if (reach.facts.product === "podman") {
    return refuse(`the engine at ${host} is Podman, which the labs are not written for`, installDocker);
  }
  if (reach.facts.rootless) {
    return refuse(
      `the engine at ${host} is rootless: servers there cannot share a processor limit, and faults cannot see the machine`,
      "use Docker as installed for the whole machine (DOCKER_HOST=unix:///var/run/docker.sock), or STAGECRAFT_ENGINE=private as root",
    );
  }
  if (!atLeast(reach.facts.version, minimum.engine)) {
    return refuse(
      `Docker Engine ${reach.facts.version} at ${host} is too old: ${minimum.engine} or later is needed`,
      "upgrade Docker (https://docs.docker.com/engine/install/)",
    );
  }
  return { kind: "host" };
}

function judgePrivate(probe: EngineProbe): EngineDecision {
  const { os, debian, root } = probe.platform;
  if (os !== "linux") {
    return refuse(
      "no Docker engine answers",
      "install and start Docker Desktop (https://docs.docker.com/desktop/), then run the command again",
    );
  }
  if (!debian) {
    return refuse(
      "no Docker engine answers, and a private one can only be made on Debian and its relatives",
      `${installDocker}, then run the command again`,
    );
  }
  if (!root) {
    return refuse(
      "no Docker engine answers, and only root can start a private one",
      `run it with sudo, or ${installDocker}`,
    );
  }
  return { kind: "own-start" };
}

/**
 * Chooses an engine: the user's Docker if it answers, is local and recent enough; else the private engine if it runs;
 * else a hint to start the user's stopped Docker; else a new private engine where one can be made. Pure.
 */
export function decideEngine(probe: EngineProbe): EngineDecision {
  if (probe.wish !== "private" && !probe.configured.own) {
    const judged = judgeHost(probe);
    if (judged) return judged;
  }
  if (probe.wish === "host") {
    return refuse(
      `STAGECRAFT_ENGINE=host, but no Docker answers at ${probe.configured.host}`,
      probe.stopped ? `start it with "${probe.stopped.start}"` : installDocker,
    );
  }
  if (probe.own.state === "answers") return { kind: "own-running" };
  if (probe.own.state === "forbidden") {
    return refuse("the private engine runs, but only root may use it", "run it with sudo");
  }
  if (probe.stopped && probe.wish !== "private") {
    return refuse(
      `${probe.stopped.what} is installed but does not run`,
      `start it with "${probe.stopped.start}", or set STAGECRAFT_ENGINE=private for an engine of Stagecraft's own`,
    );
  }
  return judgePrivate(probe);
}
