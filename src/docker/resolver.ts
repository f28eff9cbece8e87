import type Docker from "dockerode";
import { LabError } from "../model/errors.ts";
import { asking } from "./access.ts";
import { composeProject, composeService } from "./compose-labels.ts";

const namespaceOf = "container:";

/**
 * Address of a service's container on a network, now.
 * @throws LabError `stage` when it has none.
 */
export async function addressOn(
  docker: Docker,
  { project, service }: { project: string; service: string },
  network: string,
): Promise<string> {
  const label = [`${composeProject}=${project}`, `${composeService}=${service}`];
  const [found] = await asking(docker.listContainers({ filters: { label } }));
  const own = found && (await asking(docker.getContainer(found.Id).inspect()));
  const mode = own?.HostConfig.NetworkMode ?? "";
  const owner = mode.startsWith(namespaceOf)
    ? await asking(docker.getContainer(mode.slice(namespaceOf.length)).inspect())
    : own;
  const address = owner?.NetworkSettings.Networks[network]?.IPAddress;
  if (address) return address;
  throw new LabError("stage", `${service}, which clients ask for names, has no address on ${network}`);
}

// told to forward, the engine's own resolver would still answer for names of its own: it must not be asked at all
const onlyResolver = `printf 'nameserver %s\\n' "$0" >/etc/resolv.conf && exec "$@"`;

/** The command with that address as the only resolver of its container; as it is without one. */
export function withResolver(address: string | undefined, command: readonly string[]): string[] {
  return address === undefined ? [...command] : ["sh", "-c", onlyResolver, address, ...command];
}
