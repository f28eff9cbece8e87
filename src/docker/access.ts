import type Docker from "dockerode";
import { LabError, messageOf } from "../model/errors.ts";
import { dockerodeFor } from "./engine/client.ts";

/** A client of the engine, for those who pass it on without using it. */
export type DockerClient = Docker;

/** What it takes to speak to an engine: its address, a CLI that works as it stands, and the environment for it. */
export interface EngineAccess {
  dockerHost: string;
  cli: string;
  env: Readonly<Record<string, string>>;
  /** Proxies of the user's Docker settings: for builds of images, never for what a stage runs. */
  proxies?: Readonly<Record<string, string>>;
}

/** A dockerode client for the engine, whatever the environment says of another one. */
export function connect({ dockerHost }: Pick<EngineAccess, "dockerHost">): Docker {
  return dockerodeFor(dockerHost);
}

interface EngineFailure {
  statusCode?: number;
  code?: string;
  json?: { message?: string };
  cause?: unknown;
}

/** The HTTP status of an engine's answer, when what was thrown is (or comes from) one. */
export function statusOf(thrown: unknown): number | undefined {
  const failure = thrown as EngineFailure | undefined;
  return failure?.statusCode ?? (failure?.cause === undefined ? undefined : statusOf(failure.cause));
}

const gone = new Set(["ECONNREFUSED", "ENOENT", "ECONNRESET", "EPIPE", "ENOTCONN"]);

/** Nobody listens on the socket, or the engine refuses: both become ours; other errors pass through. */
function engineError(thrown: unknown): unknown {
  const { code, statusCode, json } = (thrown ?? {}) as EngineFailure;
  if (statusCode !== undefined) {
    return new LabError(
      "stage",
      `the container engine refuses (${statusCode}): ${json?.message ?? messageOf(thrown)}`,
      {
        cause: thrown,
      },
    );
  }
  if (code === undefined || !gone.has(code)) return thrown;
  return new LabError("engine", `the container engine does not answer (${code})`, {
    next: "./lab engine status says how it is; ./lab engine start starts the private one",
    cause: thrown,
  });
}

/** Calls the engine, with whatever it does wrong as a LabError. */
export async function asking<T>(call: Promise<T>): Promise<T> {
  try {
    return await call;
  } catch (thrown) {
    throw engineError(thrown);
  }
}
