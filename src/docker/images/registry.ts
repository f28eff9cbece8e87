import { connect } from "node:net";
import type Docker from "dockerode";
import { asking } from "../access.ts";
import { registryOf } from "./reference.ts";

/** Why a registry cannot be reached; undefined when it can. */
export type Unreachable = string | undefined;

const connectTimeoutMs = 3000;

/** Opens and closes one TCP connection. */
function canConnect(host: string, port: number): Promise<Unreachable> {
  return new Promise((resolve) => {
    const socket = connect({ host, port });
    const end = (why: Unreachable) => {
      clearTimeout(timer);
      socket.destroy();
      resolve(why);
    };
    // covers the name look-up too, which a socket's own timeout does not
    const timer = setTimeout(
      () => end(`no connection within ${connectTimeoutMs / 1000} s`),
      connectTimeoutMs,
    );
    socket.once("connect", () => end(undefined));
    socket.once("error", (error: NodeJS.ErrnoException) => end(error.code ?? error.message));
  });
}

interface EngineNetwork {
  HttpProxy?: string;
  HttpsProxy?: string;
  RegistryConfig?: { Mirrors?: string[] | null };
}

/**
 * Asks each registry once whether it is there, so that a machine without one does not wait for every image.
 * An engine with a proxy or a mirror finds its own way: there the pull itself has to tell.
 */
export function createRegistryProbe(docker: Docker): (reference: string) => Promise<Unreachable> {
  const known = new Map<string, Promise<Unreachable>>();
  const probe = async (host: string, port: number): Promise<Unreachable> => {
    const info = (await asking(docker.info())) as EngineNetwork;
    if (info.HttpsProxy || info.HttpProxy || info.RegistryConfig?.Mirrors?.length) return undefined;
    return canConnect(host, port);
  };
  return (reference) => {
    const { host, port } = registryOf(reference);
    const key = `${host}:${port}`;
    const found = known.get(key) ?? probe(host, port);
    known.set(key, found);
    return found;
  };
}
