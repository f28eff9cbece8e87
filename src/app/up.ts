import { readFileSync } from "node:fs";
import { join } from "node:path";
import { identify } from "../docker/process-identity.ts";
import { LabError } from "../model/errors.ts";
import type { RunningStage } from "../model/stage.ts";
import { plannedStage } from "../plan/planned-stage.ts";
import { stageNamed } from "./catalog.ts";
import { clean } from "./clean.ts";
import { cpuPeriodUs } from "./cpu-period.ts";
import { cpuSpeed } from "./cpu-speed.ts";
import { ownImages, resolveImages } from "./images.ts";
import { adaptPatience } from "./patience.ts";
import { stagePort } from "./ports.ts";
import { preflight } from "./preflight.ts";
import { createRunFolder, newRunId, readOwners, runsDir } from "./run-folder.ts";
import { runSecrets } from "./secrets.ts";
import { type AppContext, openRunningSession, openSession } from "./session.ts";

/** The contract of `up --json`. */
export interface UpResult {
  run: string;
  project: string;
  url: string;
  servers: { name: string; type: string; containers: string[] }[];
}

const upDeadlineMs = 180_000;

/** Brings a stage up and leaves it up until `down`. `stage` is `name` or `name/variant`. */
export async function up(context: AppContext, words: { stage: string; variant?: string }): Promise<UpResult> {
  const stage = await stageNamed(context.root, words.stage, words.variant);
  const planned = plannedStage(stage.name, stage);
  const speed = cpuSpeed(context.env);
  const periodUs = cpuPeriodUs(context.env);
  const run = newRunId(new Date());
  const folder = createRunFolder(context.root, {
    run,
    state: "busy",
    what: `up ${stage.name}`,
    controller: await identify(process.pid),
  });
  try {
    const session = await openSession(context);
    const names = [...new Set([...stage.images, ...ownImages])];
    await preflight(context, session, [planned], names);
    const { variables, images } = await resolveImages(names, { ...context, engine: session.engine });
    const ref = (name: string) => images.find((image) => image.name === name)?.ref;
    folder.owner({ helperImages: { tools: ref("tools"), client: ref("node")! } });
    await adaptPatience(context, session, ref("tools"));
    const port = stagePort({
      session,
      folder,
      lab: "none",
      root: context.root,
      variables: { ...variables, ...runSecrets() },
      clientImage: ref("node")!,
      toolsImage: ref("tools"),
      speed,
      periodUs,
      say: context.say,
    });
    try {
      const { running } = await port.up(planned, upDeadlineMs, context.signal);
      folder.owner({ state: "up", controller: undefined });
      return {
        run,
        project: running.project,
        url: running.url,
        servers: running.servers.map((server) => ({
          name: server.name,
          type: server.type,
          containers: server.containers.map((one) => one.name),
        })),
      };
    } catch (thrown) {
      await clean(session.docker, { root: context.root, all: false, run, say: () => {} });
      throw thrown;
    }
  } finally {
    folder.close();
  }
}

/** Stages of this checkout that `up` left up. */
export function stagesUp(root: string): { run: string; stage: RunningStage }[] {
  return [...readOwners(root).values()]
    .filter((owner) => owner.state === "up")
    .flatMap((owner) => {
      const alias = owner.what.replace(/^up /, "");
      const file = join(runsDir(root), owner.run, "stages", `${alias}.running.json`);
      try {
        return [{ run: owner.run, stage: JSON.parse(readFileSync(file, "utf8")) as RunningStage }];
      } catch {
        return []; // a damaged record, as after a power cut, must not hide the other stages; `clean --all` removes it
      }
    });
}

/** The one run that is meant: named, or the only one that is up. */
export function chooseRun(root: string, asked: string | undefined): { run: string; stage: RunningStage } {
  const all = stagesUp(root);
  const names = all.map(({ run, stage }) => `${run} (${stage.alias})`).join(", ");
  if (asked !== undefined) {
    const found = all.find(({ run }) => run === asked);
    if (found) return found;
    throw new LabError("usage", `no stage is up under the run ${asked}`, {
      next: names ? `up are: ${names}` : "./lab up STAGE brings one up",
    });
  }
  if (all.length === 1) return all[0]!;
  if (all.length === 0)
    throw new LabError("usage", "no stage is up", { next: "./lab up STAGE brings one up" });
  throw new LabError("usage", "several stages are up", { next: `say which with --run: ${names}` });
}

/** Takes down what `up` left; answers with what was removed and what could not be. */
export async function down(context: AppContext, asked: { run?: string; all: boolean }) {
  const runs = asked.all
    ? stagesUp(context.root).map(({ run }) => run)
    : [chooseRun(context.root, asked.run).run];
  const session = await openRunningSession(context);
  const results = [];
  for (const run of runs) {
    const result = await clean(session.docker, { root: context.root, all: false, run, say: context.say });
    results.push({ run, ...result });
  }
  return results;
}
