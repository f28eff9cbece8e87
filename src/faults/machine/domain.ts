import type { StageContainer } from "../../model/stage.ts";
import type { Strike } from "../fault.ts";

/** What shares one limit: a server under a shared cgroup, or a container with limits of its own. */
export interface Domain {
  name: string;
  /** Path of the shared cgroup. */
  cgroup?: string;
  containers: StageContainer[];
}

/** The limits that a target lives under. One container of a server with a shared limit still has its own. */
export function domainsOf({ stage, target }: Pick<Strike, "stage" | "target">): Domain[] {
  const aimed = new Set(target.containers.map((one) => one.id));
  return stage.servers.flatMap((server): Domain[] => {
    const containers = server.containers.filter((one) => aimed.has(one.id));
    if (containers.length === 0) return [];
    if (server.cgroup !== undefined && containers.length === server.containers.length)
      return [{ name: server.name, cgroup: server.cgroup, containers }];
    return containers.map((one) => ({ name: one.service, containers: [one] }));
  });
}

/** How the machine finds the limit: by the path of its cgroup, or by a process that is under it. */
export async function whereIs(domain: Domain, { reach }: Pick<Strike, "reach">): Promise<string> {
  if (domain.cgroup !== undefined) return domain.cgroup;
  return String((await reach.containers.state(domain.containers[0]!.id)).pid);
}
