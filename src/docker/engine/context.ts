import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";

/** The engine the user's own Docker CLI would speak to. */
export interface ConfiguredHost {
  /** Who names it, for messages: `DOCKER_HOST`, `Docker context "x"` or `Docker's usual socket`. */
  source: string;
  host: string;
}

function readJson(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch {
    return undefined;
  }
}

/** Follows the CLI's own order: DOCKER_HOST, DOCKER_CONTEXT, the current context of its configuration, the usual socket. */
export function configuredHost(env: NodeJS.ProcessEnv, platform: NodeJS.Platform): ConfiguredHost {
  if (env.DOCKER_HOST) return { source: "DOCKER_HOST", host: env.DOCKER_HOST };
  const folder = env.DOCKER_CONFIG || join(env.HOME || homedir(), ".docker");
  const config = readJson(join(folder, "config.json")) as { currentContext?: string } | undefined;
  const name = env.DOCKER_CONTEXT || config?.currentContext;
  if (name && name !== "default") {
    const id = createHash("sha256").update(name).digest("hex");
    const meta = readJson(join(folder, "contexts", "meta", id, "meta.json")) as
      | { Endpoints?: { docker?: { Host?: string } } }
      | undefined;
    const host = meta?.Endpoints?.docker?.Host;
    if (host) return { source: `Docker context "${name}"`, host };
  }
  const usual = platform === "win32" ? "npipe:////./pipe/docker_engine" : "unix:///var/run/docker.sock";
  return { source: "Docker's usual socket", host: usual };
}

/** Whether an engine address means this machine: a socket, a pipe, or loopback TCP. */
export function isLocal(host: string): boolean {
  if (/^(unix|npipe):/.test(host)) return true;
  const match = /^(?:tcp|http):\/\/(\[[^\]]*\]|[^:/]*)/.exec(host);
  return match !== null && /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(match[1] ?? "");
}
