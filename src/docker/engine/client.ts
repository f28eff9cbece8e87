import Docker from "dockerode";
import { LabError } from "../../model/errors.ts";
import { parseAddress, shown } from "./address.ts";
import { patientAgent } from "./patient-agent.ts";

/** What a client must be given to speak to an address, and to nothing else. */
function placeOf(dockerHost: string): Docker.DockerOptions {
  const address = parseAddress(dockerHost);
  switch (address.kind) {
    case "unix":
    case "npipe":
      return { socketPath: address.path, agent: patientAgent() } as Docker.DockerOptions; // the types lack `agent`
    case "tcp":
      return { protocol: "http", host: address.host, port: address.port };
    case "ssh":
      throw new LabError("environment", `the engine at ${shown(dockerHost)} is not on this machine`, {
        next: "use a local engine",
      });
    case "bad":
      throw new LabError("environment", `no engine can be at "${shown(dockerHost)}": ${address.why}`, {
        next: `write ${address.write}`,
      });
  }
}

/**
 * The one way to a dockerode client: for a local engine's address (`unix://`, `npipe://`, `tcp://`), whatever DOCKER_HOST,
 * DOCKER_TLS_VERIFY, DOCKER_CERT_PATH and the like say. `timeout`: ms of silence after which a call fails.
 * Throws LabError `environment` for an address of no such kind.
 */
export function dockerodeFor(dockerHost: string, options: { timeout?: number } = {}): Docker {
  const place = placeOf(dockerHost);
  const { DOCKER_HOST: others } = process.env;
  // docker-modem reads every one of its variables only where this one is set, and prefers what they say to a socket
  delete process.env.DOCKER_HOST;
  try {
    return new Docker({ ...options, ...place });
  } finally {
    if (others !== undefined) process.env.DOCKER_HOST = others;
  }
}
