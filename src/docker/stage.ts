import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type Docker from "dockerode";
import { LabError } from "../model/errors.ts";
import { labels } from "../model/labels.ts";
import { machineTypes } from "../model/machines.ts";
import { patience, stretched } from "../model/patience.ts";
import type { PlannedStage } from "../model/plan.ts";
import type { QuotaKind, StagePort } from "../model/ports.ts";
import type { Say } from "../model/progress.ts";
import type { RunningStage, StageContainer } from "../model/stage.ts";
import { asking, type EngineAccess } from "./access.ts";
import {
  ComposeFailure,
  composeUp,
  type OnProcess,
  type ResolvedCompose,
  resolveCompose,
  withLabels,
  writeCompose,
} from "./compose.ts";
import { isSubnetTaken, subnetFor } from "./free-subnet.ts";
import { startPeriods, withPatientChecks } from "./health.ts";
import { helperRole } from "./helpers.ts";
import { lastWords } from "./last-words.ts";
import { saveLogs } from "./logs.ts";
import { listObjects, removeObjects } from "./objects.ts";
import { setSharedQuota } from "./quota/shared-quota.ts";
import { notReady, watchStart } from "./start-watch.ts";

/** What bringing stages up needs to know about the run they belong to. */
export interface StageContext {
  docker: Docker;
  access: EngineAccess;
  run: string;
  lab: string;
  /** Which checkout. */
  home: string;
  /** Resolved compose files and logs are kept here. */
  runDir: string;
  /** Image variables and this run's secrets. */
  variables: Readonly<Record<string, string>>;
  /** The image that sets shared quotas; without it they are not set. */
  toolsImage: string | undefined;
  /** The engine's cgroup driver. */
  cgroupDriver: string;
  onProcess: OnProcess;
  say: Say;
  /** Called before a shared quota is made, so that `clean` knows of it even if we die. */
  onQuota: (toolsImage: string) => void;
}

const composeProject = "com.docker.compose.project";
const composeService = "com.docker.compose.service";
// another run may take the subnet between our look and compose's network
const subnetTries = 4;

/** Compose's name for one stage of one run. */
export function projectName(run: string, alias: string): string {
  return `sc-${run}-${alias}`;
}

async function shareQuotas(
  stage: PlannedStage,
  context: StageContext,
): Promise<{ variables: Record<string, string>; quotas: Record<string, string>; quota: QuotaKind }> {
  const shared = stage.servers.filter((server) => server.cgroupVariable !== undefined);
  if (shared.length === 0) return { variables: {}, quotas: {}, quota: "per-container" };
  if (context.toolsImage === undefined) return { variables: {}, quotas: {}, quota: "none" };
  const variables: Record<string, string> = {};
  const quotas: Record<string, string> = {};
  const { toolsImage, cgroupDriver: driver, home, run } = context;
  context.onQuota(toolsImage);
  for (const { name, type, cgroupVariable } of shared) {
    const owner = { run, alias: stage.alias, server: name };
    try {
      const made = await setSharedQuota(
        context.docker,
        { toolsImage, driver, home },
        owner,
        machineTypes[type],
      );
      variables[cgroupVariable!] = made.parent;
      quotas[name] = made.path;
    } catch (thrown) {
      if (thrown instanceof LabError) return { variables: {}, quotas: {}, quota: "none" };
      throw thrown;
    }
  }
  return { variables, quotas, quota: "shared" };
}

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

async function inspect(
  stage: PlannedStage,
  compose: ResolvedCompose,
  file: string,
  upMs: number,
  quotas: Readonly<Record<string, string>>,
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
    })),
    ...(stage.zones !== undefined && { zones: stage.zones }),
    composeFile: file,
    upMs,
  };
}

/** Brings a resolved file up, watched: who makes no progress ends it, and the error has the servers' last words. */
async function bringUp(
  compose: ResolvedCompose,
  file: string,
  context: StageContext,
  deadlineMs: number,
  signal: AbortSignal,
): Promise<void> {
  const { docker } = context;
  const stuck = new AbortController();
  const over = new AbortController();
  const watching = watchStart(docker, compose.name, {
    allowed: startPeriods(compose),
    say: context.say,
    signal: AbortSignal.any([signal, over.signal]),
  }).catch((thrown) => stuck.abort(thrown));
  try {
    await composeUp(context.access, file, compose.name, {
      deadlineMs,
      signal: AbortSignal.any([signal, stuck.signal]),
      onProcess: context.onProcess,
    });
  } catch (thrown) {
    if (!(thrown instanceof ComposeFailure) || isSubnetTaken(thrown)) throw thrown;
    throw notReady(compose.name, await lastWords(docker, compose.name, 4).catch(() => []), thrown.message);
  } finally {
    over.abort();
    await watching;
  }
}

/** Stages as compose projects that carry the run's labels. */
export function createStagePort(context: StageContext): StagePort {
  const owned = {
    [labels.run]: context.run,
    [labels.lab]: context.lab,
    [labels.home]: context.home,
    [labels.role]: "stage",
  };
  return {
    async up(stage, deadlineMs, signal) {
      const project = projectName(context.run, stage.alias);
      const mostMs = stretched(deadlineMs);
      const { variables, quotas, quota } = await shareQuotas(stage, context);
      const folder = join(context.runDir, "stages");
      await mkdir(folder, { recursive: true });
      const file = join(folder, `${stage.alias}.compose.json`);
      const resolve = async () => {
        const subnet = await subnetFor(stage.files, context.docker);
        const all = { ...context.variables, ...variables, ...subnet };
        const compose = withLabels(await resolveCompose(context.access, stage.files, project, all), owned);
        await writeCompose(file, withPatientChecks(compose, { deadlineMs: mostMs, times: patience() }));
        return compose;
      };
      let compose = await resolve();
      const from = Date.now();
      for (let tries = 1; ; tries++) {
        try {
          await bringUp(compose, file, context, mostMs, signal);
          break;
        } catch (thrown) {
          if (!signal.aborted && isSubnetTaken(thrown) && tries < subnetTries) {
            compose = await resolve();
            continue;
          }
          if (!signal.aborted)
            await saveLogs(context.docker, project, join(context.runDir, "logs")).catch(() => {});
          throw thrown;
        }
      }
      const running = await inspect(stage, compose, file, Date.now() - from, quotas, context.docker);
      await writeFile(join(folder, `${stage.alias}.running.json`), `${JSON.stringify(running, null, 2)}\n`);
      return { running, quota };
    },
    async down(alias) {
      const ours = [`${labels.run}=${context.run}`, `${composeProject}=${projectName(context.run, alias)}`];
      const select = async () => [
        ...(await listObjects(context.docker, ours)),
        // the client container joined the stage's network
        ...(await listObjects(context.docker, [
          `${labels.run}=${context.run}`,
          `${labels.role}=client-${alias}`,
        ])),
        // helpers stood in its containers' namespaces
        ...(await listObjects(context.docker, [
          `${labels.run}=${context.run}`,
          `${labels.role}=${helperRole}`,
        ])),
      ];
      const { left } = await removeObjects(context.docker, select, 1);
      return left.map((object) => object.name);
    },
  };
}
