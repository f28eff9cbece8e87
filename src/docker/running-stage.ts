import type Docker from "dockerode";
import { LabError } from "../model/errors.ts";
import { cpusAt } from "../model/machines.ts";
import type { PlannedStage } from "../model/plan.ts";
import type { RunningStage, StageContainer } from "../model/stage.ts";
import { asking } from "./access.ts";
import type { ResolvedCompose } from "./compose.ts";
import { composeProject, composeService } from "./compose-labels.ts";
import { requirePublished } from "./published-port.ts";

function sandboxOf(
  service: string | undefined,
  containers: readonly StageContainer[],
): { sandbox?: StageContainer } {
  const sandbox = service === undefined ? undefined : containers.find((one) => one.service === service);
  return sandbox ? { sandbox } : {};
}

/**
 * Where clients connect to: the service by its name, unless the stage has another name or address for it. That one is
 * taken from the resolved file, where its variables are filled in.
 */
function insideOf(
  { service, port }: PlannedStage["entry"],
  compose: ResolvedCompose,
): RunningStage["inside"] {
  const host = compose["x-stagecraft"]?.entry?.host;
  return host === undefined ? { host: service, port } : { host, port, service };
}

const isGuest = (one: Docker.ContainerInfo): boolean => one.HostConfig.NetworkMode.startsWith("container:");

/** The stage as it runs now: its containers, where its entry is, and whose quota each server is under. */
export async function inspectStage(
  stage: PlannedStage,
  compose: ResolvedCompose,
  file: string,
  upMs: number,
  { quotas, speed }: { quotas: Readonly<Record<string, string>>; speed: number },
  docker: Docker,
): Promise<RunningStage> {
  const project = compose.name;
  const list = await asking(
    docker.listContainers({ all: true, filters: { label: [`${composeProject}=${project}`] } }),
  );
  // those that live in another one's network come last: they cannot start again before it does
  const inOrder = list.toSorted((a, b) => Number(isGuest(a)) - Number(isGuest(b)));
  const containers = inOrder.map((one) => ({
    id: one.Id,
    name: one.Names[0]?.slice(1) ?? one.Id,
    service: one.Labels[composeService] ?? "",
  }));
  const entry = list.find((one) => one.Labels[composeService] === stage.entry.service);
  const port = entry?.Ports.find((one) => one.PrivatePort === stage.entry.port && one.PublicPort)?.PublicPort;
  const network = compose.networks?.[stage.client.network]?.name;
  if (port === undefined || network === undefined) {
    throw new LabError(
      "stage",
      `stage ${stage.alias} is up but its entry ${stage.entry.service}:${stage.entry.port} is not published, or has no network ${stage.client.network}`,
    );
  }
  await requirePublished(port);
  return {
    alias: stage.alias,
    project,
    url: `http://127.0.0.1:${port}/`,
    inside: insideOf(stage.entry, compose),
    clientNetwork: network,
    clientCpus: stage.client.cpus,
    ...(stage.client.dns !== undefined && { clientDns: stage.client.dns }),
    servers: stage.servers.map((server) => ({
      name: server.name,
      type: server.type,
      containers: containers.filter((one) => server.services.includes(one.service)),
      ...sandboxOf(server.sandbox, containers),
      ...(server.role !== undefined && { role: server.role }),
      ...(server.disk !== undefined && { disk: server.disk }),
      ...(quotas[server.name] !== undefined && { cgroup: quotas[server.name]! }),
      ...(speed !== 1 && { cpus: cpusAt(server.type, speed) }),
    })),
    ...(stage.zones !== undefined && { zones: stage.zones }),
    composeFile: file,
    upMs,
  };
}
