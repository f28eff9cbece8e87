import { labIds } from "../../catalog/lab-names.ts";
import { type Calibration, calibrationOf } from "../../guide/calibration.ts";
import { isDone, isOver, recordOf } from "../../guide/walk.ts";
import type { StepRecord } from "../../model/walk.ts";
import { labsDir } from "../catalog.ts";
import type { AppContext } from "../session.ts";
import type { OpenWalk } from "./open-walk.ts";

export interface Standing {
  lab: string;
  at: string;
  over: boolean;
  done: number;
  of: number;
  steps: { id: string; kind: string; record: StepRecord }[];
  calibration: { labs: Calibration[]; all: Calibration };
}

/** How the learner stands with the lab that is under way, and with guesses in all of them. */
export function standingOf({ shown: { lab }, walk, progress }: OpenWalk): Standing {
  return {
    lab: lab.id,
    at: walk.at,
    over: isOver(lab, walk),
    done: lab.steps.filter((step) => isDone(walk, step.id)).length,
    of: lab.steps.length,
    steps: lab.steps.map(({ id, kind }) => ({ id, kind, record: recordOf(walk, id) })),
    calibration: calibrationOf(progress),
  };
}

/** The lab after this one in the tour. */
export function nextLab(context: Pick<AppContext, "root">, id: string): string | undefined {
  const ids = labIds(labsDir(context.root));
  return ids[ids.indexOf(id) + 1];
}
