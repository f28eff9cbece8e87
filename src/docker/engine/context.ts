import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { addressText, isLocal, parseAddress, shown } from "./address.ts";
import { readUserDocker } from "./user-settings.ts";

/** The engine the user's own Docker CLI would speak to. */
export interface ConfiguredHost {
  /** Who names it, for messages: `DOCKER_HOST`, `Docker context "x"` or `Docker's usual socket`. */
  source: string;
  /** Its address, as `addressText` writes it; where there is trouble, whatever was written. */
  host: string;
  /** Why it can be no engine at all, and what to do about it. */
  trouble?: { what: string; next: string };
}

const orPrivate = "or set STAGECRAFT_ENGINE=private";

/** Who names an address, what asks for TLS there, and how the user takes both back. */
interface Naming {
  source: string;
  tls: string | undefined;
  undo: string;
}

function hostOf({ source, tls, undo }: Naming, written: string): ConfiguredHost {
  const address = parseAddress(written);
  if (address.kind === "bad") {
    const what = `${source} is "${shown(written)}": ${address.why}`;
    return {
      source,
      host: written,
      trouble: { what, next: `write ${address.write}, or ${undo}, ${orPrivate}` },
    };
  }
  const host = addressText(address);
  // our calls and the docker command's must reach the same engine with nothing but its address
  if (tls !== undefined && address.kind === "tcp" && isLocal(host)) {
    const what = `${source} is ${host} with TLS (${tls}), which Stagecraft does not speak to an engine on this machine`;
    const next = `name the engine's socket (unix:///var/run/docker.sock), or ${undo}, ${orPrivate}`;
    return { source, host, trouble: { what, next } };
  }
  return { source, host };
}

interface ContextMeta {
  Endpoints?: { docker?: { Host?: unknown; SkipTLSVerify?: unknown } };
}

function readMeta(path: string): ContextMeta | null | undefined {
  try {
    return JSON.parse(readFileSync(path, "utf8")) as ContextMeta | null;
  } catch {
    return undefined;
  }
}

/** `setBy`: where the context's name is from. `undo`: how the user takes it back. */
function contextHost(folder: string, name: string, setBy: string, undo: string): ConfiguredHost {
  const source = `Docker context "${shown(name)}"`;
  const id = createHash("sha256").update(name).digest("hex");
  const file = join(folder, "contexts", "meta", id, "meta.json");
  const endpoint = readMeta(file)?.Endpoints?.docker;
  if (typeof endpoint?.Host === "string" && endpoint.Host !== "") {
    const secured = endpoint.SkipTLSVerify === true || existsSync(join(folder, "contexts/tls", id, "docker"));
    return hostOf({ source, undo, tls: secured ? "the context's own" : undefined }, endpoint.Host);
  }
  const why = existsSync(file)
    ? "that context names no engine, or cannot be read"
    : "there is no such Docker context";
  const what = `${setBy} "${shown(name)}", but ${why}`;
  return {
    source,
    host: "",
    trouble: { what, next: `look with "docker context ls", then ${undo}, ${orPrivate}` },
  };
}

/**
 * Follows the CLI's own order: DOCKER_HOST, DOCKER_CONTEXT, the current context of its configuration, the usual socket.
 * A configuration that cannot be read counts as none, as it does for the CLI.
 */
export function configuredHost(env: NodeJS.ProcessEnv, platform: NodeJS.Platform): ConfiguredHost {
  // blank is what the CLI, too, takes for not set
  if (env.DOCKER_HOST?.trim()) {
    const tls = ["DOCKER_TLS_VERIFY", "DOCKER_TLS"].find((name) => env[name]);
    const undo = tls === undefined ? "unset DOCKER_HOST" : `unset ${tls}`;
    return hostOf({ source: "DOCKER_HOST", tls: tls && `${tls} is set`, undo }, env.DOCKER_HOST);
  }
  const { folder, config } = readUserDocker(env);
  const chosen = env.DOCKER_CONTEXT;
  if (chosen && chosen !== "default") {
    return contextHost(folder, chosen, "DOCKER_CONTEXT is", "unset DOCKER_CONTEXT");
  }
  const current = config.currentContext;
  if (!chosen && typeof current === "string" && current !== "" && current !== "default") {
    const setBy = `the current context in ${join(folder, "config.json")} is`;
    return contextHost(folder, current, setBy, 'choose one with "docker context use default"');
  }
  const usual = parseAddress(platform === "win32" ? "npipe://" : "unix://");
  return { source: "Docker's usual socket", host: usual.kind === "bad" ? "" : addressText(usual) };
}
