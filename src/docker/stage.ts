import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type Docker from "dockerode";
import { LabError } from "../model/errors.ts";
import { labels } from "../model/labels.ts";
import { cpusAt, machineTypes } from "../model/machines.ts";
import { patience, stretched } from "../model/patience.ts";
import type { PlannedStage } from "../model/plan.ts";
import type { QuotaKind, StagePort } from "../model/ports.ts";
import type { Say } from "../model/progress.ts";
import type { EngineAccess } from "./access.ts";
import {
  ComposeFailure,
  composeUp,
  type OnProcess,
  type ResolvedCompose,
  resolveCompose,
  withLabels,
  writeCompose,
} from "./compose.ts";
import { composeProject } from "./compose-labels.ts";
import { withCpusAt } from "./cpus-at.ts";
import { isSubnetTaken, subnetFor } from "./free-subnet.ts";
import { startPeriods, withPatientChecks } from "./health.ts";
import { helperRole } from "./helpers.ts";
import { withFilesInside } from "./inline-files.ts";
import { lastWords } from "./last-words.ts";
import { saveLogs } from "./logs.ts";
import { listObjects, removeObjects } from "./objects.ts";
import { withPeriod } from "./quota/period.ts";
import { setSharedQuota } from "./quota/shared-quota.ts";
import { inspectStage } from "./running-stage.ts";
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
  /** STAGECRAFT_SPEED: how many times its machine type's cores each server gets. */
  speed: number;
  /** Throws when what compose made of the stage's files reaches beyond the stage. */
  accept: (compose: ResolvedCompose, files: readonly string[]) => void;
  /** STAGECRAFT_CPU_PERIOD; the kernel's own when absent. */
  periodUs?: number | undefined;
  onProcess: OnProcess;
  say: Say;
  /** Called before a shared quota is made, so that `clean` knows of it even if we die. */
  onQuota: (toolsImage: string) => void;
}

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
  const { toolsImage, cgroupDriver: driver, home, run, speed } = context;
  context.onQuota(toolsImage);
  for (const { name, type, cgroupVariable } of shared) {
    const owner = { run, alias: stage.alias, server: name };
    try {
      const made = await setSharedQuota(context.docker, { toolsImage, driver, home }, owner, {
        cpus: cpusAt(type, speed),
        periodUs: context.periodUs,
        memoryMiB: machineTypes[type].memoryMiB,
      });
      variables[cgroupVariable!] = made.parent;
      quotas[name] = made.path;
    } catch (thrown) {
      if (!(thrown instanceof LabError)) throw thrown;
      context.say(`no limit that containers share (${thrown.message}): claims that need one stay unknown`);
      return { variables: {}, quotas: {}, quota: "none" };
    }
  }
  return { variables, quotas, quota: "shared" };
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
        const resolved = await resolveCompose(context.access, stage.files, project, all);
        context.accept(resolved, stage.files);
        const scaled = withCpusAt(await withFilesInside(resolved), context.speed);
        const compose = withLabels(withPeriod(scaled, context.periodUs), owned);
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
      const given = { quotas, speed: context.speed };
      const running = await inspectStage(stage, compose, file, Date.now() - from, given, context.docker);
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
