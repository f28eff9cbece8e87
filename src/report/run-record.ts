import type { Sample } from "../model/event.ts";
import type { Topology } from "../model/topology.ts";
import type { Prediction } from "../model/walk.ts";
import type { FinishedRun } from "./finished-run.ts";

/** A finished run with what pictures are made of: the whole of its folder. */
export interface RunRecord extends FinishedRun {
  samples: readonly Sample[];
  /** By stage alias. */
  topologies: ReadonlyMap<string, Topology>;
  /** Of the learner; empty when nobody predicted anything. */
  predictions: readonly Prediction[];
}
