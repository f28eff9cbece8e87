import { join } from "node:path";
import { topologyIn } from "../catalog/topology.ts";
import type { Sample } from "../model/event.ts";
import type { PlannedStage } from "../model/plan.ts";
import type { Topology } from "../model/topology.ts";
import type { Prediction } from "../model/walk.ts";
import type { FinishedRun } from "../report/finished-run.ts";
import type { RunRecord } from "../report/run-record.ts";
import { isObject, readJson, readRun, readSamples } from "./read-run.ts";

/** Reads a run with everything that its page shows; as readRun does, without any engine. */
export async function readRecord(folder: string): Promise<{ record: RunRecord; complete: boolean }> {
  const { run, complete } = await readRun(folder);
  return { record: await recordOf(folder, run, await readSamples(folder)), complete };
}

/** A run that is at hand, with what else of its folder the page shows. */
export async function recordOf(
  folder: string,
  run: FinishedRun,
  samples: readonly Sample[],
): Promise<RunRecord> {
  const predictions = await readJson<Prediction[]>(folder, "predictions.json", Array.isArray);
  const pictures = await Promise.all(run.plan.stages.map((stage) => pictureOf(folder, stage)));
  return { ...run, samples, topologies: new Map(pictures.flat()), predictions: predictions ?? [] };
}

/** Who asks whom, by the compose file that brought the stage up; nothing of a stage that never came up. */
async function pictureOf(folder: string, stage: PlannedStage): Promise<[string, Topology][]> {
  const file = join("stages", `${stage.alias}.compose.json`);
  const compose = await readJson<Record<string, unknown>>(folder, file, isObject);
  return compose === undefined ? [] : [[stage.alias, topologyIn(stage, compose)]];
}
